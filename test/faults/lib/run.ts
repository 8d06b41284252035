// One process of a server, from its start to its end. `ServerProcess` has one after another.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { resolve } from 'node:path'

export interface Launch {
  /** What follows `node`. */
  readonly args: readonly string[]
  /** On top of this process's own. `PORT` is `0` unless told; on a restart, the port that the first start got. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** What stands before `node`: a program that runs it, such as `ip netns exec name`. */
  readonly wrapper?: readonly string[]
  /** What the server prints to stdout, on one line, when it listens; the match, or its first group, is the URL. */
  readonly ready?: RegExp
  /** Milliseconds; 20 seconds unless told. */
  readonly startsWithin?: number
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export const STARTS_WITHIN = 20_000
/** Windows has neither process groups nor signals that stop. */
export const IS_POSIX = process.platform !== 'win32'
/** Characters of output that are kept. */
const TAIL = 64 * 1024

export class Run {
  readonly exited: Promise<Exit>
  output = ''
  isRunning = true
  private readonly child: ChildProcess

  constructor({ args, env, cwd, wrapper = [] }: Launch, port?: number) {
    const [program = process.execPath, ...rest] = [...wrapper, process.execPath, ...args]
    const fixed = port === undefined ? {} : { PORT: String(port) }
    this.child = spawn(program, rest, {
      cwd,
      env: { ...process.env, PORT: '0', ...env, ...fixed },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: what the server starts can be ended with it.
      detached: IS_POSIX,
    })
    const { pid, stdout, stderr } = this.child
    if (pid !== undefined) guard(this.child, pid)
    for (const stream of [stdout, stderr]) stream?.setEncoding('utf8').on('data', this.keep)
    this.child.on('error', (error) => this.keep(error.message))
    this.child.once('exit', () => (this.isRunning = false))
    this.exited = new Promise((exited) => {
      this.child.once('close', (code, signal) => {
        this.isRunning = false
        exited({ code, signal })
      })
    })
  }

  get pid(): number {
    return this.child.pid ?? Number.NaN
  }

  kill(signal: NodeJS.Signals): void {
    if (this.isRunning) this.child.kill(signal)
  }

  /** The URL, when it has been printed. */
  printed({ ready = /https?:\/\/\S+/, startsWithin = STARTS_WITHIN }: Launch): Promise<URL> {
    const { stdout } = this.child
    return new Promise((found, failed) => {
      let lines = ''
      const read = (text: string): void => {
        lines += text
        const match = ready.exec(lines.slice(0, lines.lastIndexOf('\n') + 1))
        if (match === null) return
        settle()
        found(new URL(match[1] ?? match[0]))
      }
      const fail = (why: string): void => {
        settle()
        this.kill('SIGKILL')
        failed(new Error(`the server ${why}:\n${this.output}`))
      }
      const timer = setTimeout(() => fail('did not start in time'), startsWithin)
      const settle = (): void => {
        clearTimeout(timer)
        stdout?.off('data', read)
      }
      stdout?.on('data', read)
      void this.exited.then(() => fail('ended'))
    })
  }

  private readonly keep = (text: string): void => {
    this.output = (this.output + text).slice(-TAIL)
  }
}

let warden: ChildProcess | undefined

/** However this process ends, its end of the pipe is closed by then: only then does the warden act. */
function startWarden(): ChildProcess {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'warden.ts')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  })
  child.unref()
  ;(child.stdin as Socket).unref()
  return child
}

/** Sees to it that the child, and what it has started, ends with this process, or when it ends itself. */
function guard(child: ChildProcess, pid: number): void {
  warden ??= startWarden()
  warden.stdin?.write(`+${pid}\n`)
  child.once('exit', () => {
    if (IS_POSIX) killGroup(pid)
    warden?.stdin?.write(`-${pid}\n`)
  })
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}
