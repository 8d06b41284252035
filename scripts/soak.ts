// Plays random sessions and random pages for long.
//   npm run soak                     a million of each
//   npm run soak -- 1000000 1        the model of sessions alone: how many schedules, the first seed
//   RUNS=10 SEED=7 npm run soak      pages: ten times what `npm test` does, from another seed
import { spawnSync } from 'node:child_process'
import { describe, findFailure } from '../packages/pantograph/test/model/play.ts'

const [count = 1_000_000, first = 1] = process.argv.slice(2).map(Number)
const PART = 50_000
/** Times 10,000 sequences under each of two front ends: a million. */
const PAGES = 50

function playModel(): void {
  const started = performance.now()
  let played = 0
  while (played < count) {
    const part = Math.min(PART, count - played)
    const found = findFailure(part, first + played)
    if (found !== null) {
      console.error(describe(found))
      process.exit(1)
    }
    played += part
    const rate = Math.round((played / (performance.now() - started)) * 1000)
    console.log(`${played} schedules from seed ${first}: nothing found, ${rate} a second`)
  }
}

/** The property tests of rendering; they print what shows a failure again. */
function playPages(): void {
  const { RUNS = String(PAGES), SEED = String(Math.floor(Math.random() * 2 ** 31)) } = process.env
  const projects = ['render-compiled', 'render-plain'].flatMap((name) => ['--project', name])
  const { status } = spawnSync('vitest', ['run', ...projects, 'random'], {
    stdio: 'inherit',
    env: { ...process.env, RUNS, SEED },
  })
  if (status !== 0) process.exit(1)
}

playModel()
if (process.argv.length === 2) playPages()
