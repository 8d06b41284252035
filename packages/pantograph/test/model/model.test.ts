// The random model of sessions: the protocol code that ships, against everything that can go wrong. How it works is
// in docs/model.md.
import { describe, expect, test } from 'vitest'
import { World } from './model.ts'
import { MUTANTS, scheduleFor } from './mutants.ts'
import { describe as tell, findFailure } from './play.ts'
import { REGRESSIONS } from './regressions.ts'

const SCHEDULES = 100_000
/** For each mutant; 1 % of them at least must show it. */
const DIRECTED = 1_000

test('nothing is lost, doubled or shown wrong, whatever goes wrong', { timeout: 180_000 }, () => {
  const found = findFailure(SCHEDULES, 1)
  expect(found === null ? '' : tell(found)).toBe('')
})

describe('a rule that is taken out is missed', () => {
  test.for(MUTANTS)('$name', { timeout: 60_000 }, (mutant) => {
    let missed = 0
    for (let seed = 1; seed <= DIRECTED; seed++) {
      const schedule = scheduleFor(mutant, seed)
      if (new World(schedule, mutant.changes).run() !== null) missed++
      const failure = new World(schedule).run()
      expect(failure, `seed ${seed}: ${JSON.stringify(schedule)}`).toBeNull()
    }
    expect(missed).toBeGreaterThanOrEqual(DIRECTED / 100)
  })
})

describe('what the model has found before', () => {
  test.for(REGRESSIONS)('$name', ({ name, schedule }) => {
    const mutant = MUTANTS.find((one) => one.name === name)
    expect(new World(schedule, mutant?.changes).run()).not.toBeNull()
    expect(new World(schedule).run()).toBeNull()
  })
})
