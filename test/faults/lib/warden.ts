// A process that outlives the test process by a moment: it hears of each child on stdin (`+pid`, and `-pid` when the
// child is gone), and when stdin ends, which it does however the test process dies, it kills those that are left.
const left = new Set<number>()
let line = ''

function hear(text: string): void {
  const lines = (line + text).split('\n')
  line = lines.pop() ?? ''
  for (const one of lines) {
    const pid = Number(one.slice(1))
    if (one.startsWith('+')) left.add(pid)
    else left.delete(pid)
  }
}

/** A child leads a process group; what it has started itself goes with it. Windows has no groups. */
function kill(pid: number): void {
  for (const id of [-pid, pid]) {
    try {
      process.kill(id, 'SIGKILL')
    } catch {
      // It is gone.
    }
  }
}

// What ends the tests, Ctrl-C for one, must not end this first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.stdin.setEncoding('utf8')
process.stdin.on('data', (text: string) => hear(text))
process.stdin.on('end', () => {
  for (const pid of left) kill(pid)
  process.exit()
})
