// The gallery in a process of its own, as `npm start` runs it, on a free port and with its own data.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const EXAMPLES = resolve(import.meta.dirname, '../../examples')
const STARTS_WITHIN = 20_000

type Env = Readonly<Record<string, string>>

/** What a process has printed, and how it ended. */
export interface Outcome {
  readonly code: number | null
  readonly output: string
}

export class Gallery {
  /** With the base path and a final slash. */
  readonly url: string
  private readonly child: ChildProcess
  private readonly env: Env

  private constructor(child: ChildProcess, env: Env, url: string) {
    this.child = child
    this.env = env
    this.url = url
  }

  /** Starts it; resolves when it has printed its URL. */
  static async start(env: Env = {}): Promise<Gallery> {
    const dataDir = env['DATA_DIR'] ?? (await mkdtemp(join(tmpdir(), 'pantograph-gallery-')))
    const all = { PORT: '0', ...env, DATA_DIR: dataDir }
    const child = run(all)
    return new Gallery(child, all, await printedUrl(child))
  }

  /** Runs it until it ends by itself. */
  static async runToEnd(env: Env): Promise<Outcome> {
    const child = run(env)
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text) => (output += text))
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, output }
  }

  /** The address of one of its pages. */
  at(path: string): string {
    return new URL(path.replace(/^\//, ''), this.url).href
  }

  /** Ends the process; resolves with its exit code when it is gone. Its data stay. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode
    const exited = once(this.child, 'exit')
    this.child.kill(signal)
    const [code] = (await exited) as [number | null]
    return code
  }

  /** Ends the process and removes its data. */
  async remove(): Promise<void> {
    await this.end('SIGKILL')
    await rm(this.env['DATA_DIR'] as string, { recursive: true, force: true })
  }

  /** What sessions held is lost; the secret and everything else stays. */
  async forget(): Promise<void> {
    for (const end of ['', '-wal', '-shm']) {
      await rm(join(this.env['DATA_DIR'] as string, `sessions.db${end}`), { force: true })
    }
  }

  /** Another process in the place of this one, which has ended: same port, same data. */
  again(): Promise<Gallery> {
    return Gallery.start({ ...this.env, PORT: new URL(this.url).port })
  }
}

function run(env: Env): ChildProcess {
  return spawn(process.execPath, ['--import', 'pantograph/register', 'server.tsx'], {
    cwd: EXAMPLES,
    env: { ...process.env, HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function printedUrl(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let output = ''
    const fail = (why: string): void => {
      child.kill('SIGKILL')
      failed(new Error(`the gallery ${why}:\n${output}`))
    }
    const timer = setTimeout(() => fail('did not start in time'), STARTS_WITHIN)
    const read = (text: Buffer): void => {
      output += text.toString()
      const url = /http:\/\/\S+/.exec(output)?.[0]
      if (url === undefined) return
      clearTimeout(timer)
      found(url)
    }
    child.stdout?.on('data', read)
    // What the gallery complains about belongs into the test's output.
    child.stderr?.on('data', (text: Buffer) => {
      output += text.toString()
      process.stderr.write(text)
    })
    child.once('exit', () => fail('ended'))
  })
}
