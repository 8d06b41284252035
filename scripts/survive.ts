// `npm run survive`: runs the gallery, and starts it again whenever it dies, on the same port and with the same data.
// What systemd, Docker or a cloud does in earnest. PORT and the gallery's other variables are passed on. Ctrl-C ends both.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'

const EXAMPLES = resolve(import.meta.dirname, '../examples')
const PORT = process.env['PORT'] || '3000'
/** One that ends by itself so soon, the first time, has something wrong that another start does not mend. */
const SOON = 3000
const PAUSE = 300

let child: ChildProcess
let isOver = false
let starts = 0

function start(): void {
  if (isOver) return
  starts++
  const began = performance.now()
  child = spawn(process.execPath, ['--import', 'pantograph/register', 'server.tsx'], {
    cwd: EXAMPLES,
    env: { ...process.env, PORT },
    stdio: 'inherit',
  })
  child.once('exit', (code, signal) => {
    if (isOver) process.exit(code ?? 0)
    if (starts === 1 && code !== null && performance.now() - began < SOON) process.exit(code)
    console.log(`The gallery is gone (${signal ?? `exit code ${code}`}); starting it again.`)
    setTimeout(start, PAUSE)
  })
}

/** SIGTERM, whatever came: a terminal has sent Ctrl-C to the gallery already. */
function stop(): void {
  isOver = true
  if (child.exitCode !== null || child.signalCode !== null) process.exit(0)
  child.kill('SIGTERM')
}

if (PORT === '0') {
  console.error('PORT must be fixed: pages come back to where they were.')
  process.exit(1)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
start()
