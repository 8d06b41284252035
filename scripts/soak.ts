// Plays the random model of sessions for long: `npm run soak -- 1000000 1` (how many schedules, the first seed).
import { describe, findFailure } from '../packages/pantograph/test/model/play.ts'

const [count = 1_000_000, first = 1] = process.argv.slice(2).map(Number)
const PART = 50_000

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
