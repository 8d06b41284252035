// A part of the fault matrix that takes about two minutes. `npm run faults` plays all of it, longer.
import { expect, test } from 'vitest'
import type { Fault } from './fault.ts'
import { FAULTS, play } from './matrix.ts'

const KEPT = [
  'kill -9 in a storm, again and again',
  'moved to another process under load',
  'one of two goes down gracefully, its pages move',
  'SIGSTOP 5 s, taken over meanwhile, then awake',
  'a reset at a random byte, once a second',
  'half-open upwards for 3 s, then cut',
  'the store loses half of its answers',
  'the store answers nothing for 5 s, then everything at once',
  'each ticket is used three times, at once and later',
  'checkpoints are of a build with other signals, which migrates them',
]

const LOST_AND_TOLD = [
  'the store goes back by a second, and the server is killed',
  'every checkpoint is that of another page, and the server killed',
]

function find(name: string): Fault {
  const fault = FAULTS.find((one) => one.name === name)
  if (fault === undefined) throw new Error(`no fault is called ${name}`)
  return fault
}

test.each(KEPT)('%s: nothing is lost, nothing done twice', { timeout: 90_000 }, async (name) => {
  const verdict = await play(find(name), 20, 3)
  expect(verdict).toMatchObject({ lost: 0, repeated: 0, reloads: 0, complaints: [] })
  expect(verdict.handled).toBe(verdict.sent)
  expect(verdict.sent).toBeGreaterThan(100)
})

test.each(LOST_AND_TOLD)('%s: told, and nothing else', { timeout: 90_000 }, async (name) => {
  const verdict = await play(find(name), 20, 3)
  expect(verdict).toMatchObject({ repeated: 0, reloads: 0, complaints: [] })
  // It is a fault only if there was something to lose.
  expect(verdict.lost).toBeGreaterThan(20)
  expect(verdict.handled).toBeGreaterThan(100)
})
