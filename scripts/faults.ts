// `npm run faults [-- parts of names]`: plays the fault matrix and prints a line for each fault. PAGES and SECONDS
// in the environment say how many pages act, and for how long; HERD, how many come back at once.
import type { Verdict } from '../test/faults/crowd.ts'
import type { Fault } from '../test/faults/fault.ts'
import { FAULTS, play } from '../test/faults/matrix.ts'

const parts = process.argv.length > 2 ? process.argv.slice(2) : ['']
const pages = Number(process.env['PAGES'] ?? 100)
const seconds = Number(process.env['SECONDS'] ?? 5)

/**
 * Times are those of the longest interruption of each page that had one: without a connection (median, p99), and the
 * longest that an event waited for its answer, also where the connection was never lost (p99).
 */
const COLUMNS = [
  'fault',
  'sent',
  'handled',
  'lost',
  'repeated',
  'reloads',
  'median ms',
  'p99 ms',
  'answer p99 ms',
  'resume B',
  '',
]

const print = (cells: readonly unknown[]): void => console.log(`| ${cells.join(' | ')} |`)

/** State may be lost where a fault says so, and is told; anything else that is wrong is a failure. */
function isWrong({ mayLose }: Fault, { lost, repeated, complaints }: Verdict): boolean {
  return repeated > 0 || complaints.length > 0 || (lost > 0 && mayLose === undefined)
}

async function row(fault: Fault): Promise<boolean> {
  const why = fault.skip?.() ?? null
  if (why !== null) {
    print([fault.name, ...COLUMNS.slice(2).map(() => ''), `skipped (${why})`])
    return true
  }
  const verdict = await play(fault, pages, seconds)
  const { sent, handled, lost, repeated, reloads, median, p99, answer99, resumeBytes } = verdict
  const isFailed = isWrong(fault, verdict)
  const [promise, isMet] = fault.budget?.(verdict) ?? []
  const budget = promise === undefined ? '' : `, ${isMet === true ? 'MET' : 'MISSED'}: ${promise}`
  const outcome = (isFailed ? 'FAILED' : 'ok') + budget
  const times = [median, p99, answer99]
  print([fault.name, sent, handled, lost, repeated, reloads, ...times, resumeBytes, outcome])
  if (isFailed) for (const complaint of verdict.complaints) console.log(`  ${complaint}`)
  return !isFailed
}

console.log(`| ${COLUMNS.join(' | ')} |\n|${' --- |'.repeat(COLUMNS.length)}`)
let failures = 0
for (const fault of FAULTS.filter(({ name }) => parts.some((part) => name.includes(part)))) {
  const isFine = await row(fault).catch((error: unknown) => {
    print([fault.name, ...COLUMNS.slice(2).map(() => ''), 'FAILED'])
    console.log(error)
    return false
  })
  if (!isFine) failures++
}
process.exit(failures > 0 ? 1 : 0)
