// A part of the fault matrix that takes about a minute. `npm run faults` plays all of it, longer.
import { expect, test } from 'vitest'
import { FAULTS, play } from './matrix.ts'

const PART = [
  'kill -9 in a storm, again and again',
  'moved to another process under load',
  'SIGSTOP 5 s, taken over meanwhile, then awake',
  'a reset at a random byte, once a second',
  'half-open upwards for 3 s, then cut',
  'the store loses half of its answers',
]

test.each(PART)('%s: nothing is lost, nothing done twice', { timeout: 90_000 }, async (name) => {
  const fault = FAULTS.find((one) => one.name === name)
  if (fault === undefined) throw new Error(`no fault is called ${name}`)
  const verdict = await play(fault, 20, 3)
  expect(verdict).toMatchObject({ lost: 0, repeated: 0, complaints: [] })
  expect(verdict.handled).toBe(verdict.sent)
  expect(verdict.sent).toBeGreaterThan(100)
})
