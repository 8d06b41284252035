// Runs the benchmarks and prints the table of budgets. `npm run bench` runs all parts, `npm run bench -- html`
// one of them. Each part is a process of its own; they run one after another.
import { fork } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { resolve } from 'node:path'
import { canPin } from './lib/processes.ts'
import type { Line } from './lib/report.ts'
import { tableOf } from './lib/table.ts'

const PARTS = ['bytes', 'html', 'clicks', 'checkpoints', 'broadcast', 'memory']

const chosen = process.argv.slice(2)
const unknown = chosen.filter((part) => !PARTS.includes(part))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; there are ${PARTS.join(', ')}.`)
  process.exit(1)
}

/** The lines of one part; what fails is a line as well. */
function run(part: string): Promise<Line[]> {
  const lines: Line[] = []
  const child = fork(resolve(import.meta.dirname, `${part}.ts`), {
    cwd: import.meta.dirname,
    execArgv: ['--env-file=app/production.env'],
  })
  child.on('message', (line) => lines.push(line as Line))
  return new Promise((done) => {
    child.on('exit', (code) => {
      if (code !== 0) lines.push({ what: `${part}: failed`, ours: `exit code ${code}`, met: false })
      done(lines)
    })
  })
}

const started = performance.now()
const lines: Line[] = []
for (const part of chosen.length > 0 ? chosen : PARTS) {
  const before = performance.now()
  process.stderr.write(`${part} … `)
  lines.push(...(await run(part)))
  process.stderr.write(`${((performance.now() - before) / 1000).toFixed(0)} s\n`)
}

const load = loadavg()[0] as number
console.log(
  `\nNode ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`,
)
console.log(
  canPin ? 'Servers on core 0, drivers on core 1.' : 'Not bound to cores: ratios are less certain.',
)
console.log(
  `Load ${load.toFixed(1)} at the end${load > cpus().length + 1 ? ': other programs ran, so the spread is wide' : ''}.\n`,
)
console.log(tableOf(lines))
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s`)
if (lines.some(({ what }) => what.endsWith(': failed'))) process.exitCode = 1
