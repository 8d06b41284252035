// `npm run faults [-- part of a name]`: plays the fault matrix and prints a line for each fault. PAGES and SECONDS
// in the environment say how many pages act, and for how long.
import { FAULTS, play } from '../test/faults/matrix.ts'

const part = process.argv[2] ?? ''
const pages = Number(process.env['PAGES'] ?? 100)
const seconds = Number(process.env['SECONDS'] ?? 5)

const COLUMNS = [
  'fault',
  'sent',
  'handled',
  'lost',
  'repeated',
  'median ms',
  'p99 ms',
  'resume B',
  '',
]
console.log(`| ${COLUMNS.join(' | ')} |\n|${' --- |'.repeat(COLUMNS.length)}`)

let failures = 0
for (const fault of FAULTS.filter(({ name }) => name.includes(part))) {
  const verdict = await play(fault, pages, seconds)
  const { sent, handled, lost, repeated, median, p99, resumeBytes, complaints } = verdict
  const isWrong = repeated > 0 || (!fault.mayLose && (lost > 0 || complaints.length > 0))
  if (isWrong) failures++
  const cells = [
    fault.name,
    sent,
    handled,
    lost,
    repeated,
    median,
    p99,
    resumeBytes,
    isWrong ? 'FAILED' : 'ok',
  ]
  console.log(`| ${cells.join(' | ')} |`)
  for (const complaint of isWrong ? complaints : []) console.log(`  ${complaint}`)
}
process.exit(failures > 0 ? 1 : 0)
