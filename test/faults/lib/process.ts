// A server in a process of its own, that a test can kill, stop, and start again on the same port. No child outlives
// the test process, however that ends: a warden, which is a process too, sees its pipe end and kills what is left.
import { setTimeout as delay } from 'node:timers/promises'
import { IS_POSIX, Run, STARTS_WITHIN } from './run.ts'
import type { Exit, Launch } from './run.ts'

export type Signal = 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'

/** Milliseconds after which `end` loses patience. */
const ENDS_WITHIN = 5000

export class ServerProcess {
  private launch: Launch
  private run: Run
  private address: URL

  private constructor(launch: Launch, run: Run, address: URL) {
    this.launch = launch
    this.run = run
    this.address = address
  }

  /** Resolves when the server has printed its URL. Rejects, with the output, if it ends or is late. */
  static async start(launch: Launch): Promise<ServerProcess> {
    const run = new Run(launch)
    return new ServerProcess(launch, run, await run.printed(launch))
  }

  get url(): string {
    return this.address.href
  }

  get port(): number {
    return Number(this.address.port)
  }

  /** For `FaultyProxy`. */
  get target(): { host: string; port: number } {
    return { host: this.address.hostname, port: this.port }
  }

  get pid(): number {
    return this.run.pid
  }

  /** How the process ended that runs now, or ran last; its output is complete then. */
  get exited(): Promise<Exit> {
    return this.run.exited
  }

  get isRunning(): boolean {
    return this.run.isRunning
  }

  /** The end of what the process has printed, to stdout and stderr. */
  get output(): string {
    return this.run.output
  }

  /** Sends a signal to the process, and to none that it has started. */
  kill(signal: Signal): void {
    this.run.kill(signal)
  }

  /** Ends the process, stopped or not; after five seconds with `SIGKILL`. */
  async end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<Exit> {
    const { run } = this
    run.kill(signal)
    if (IS_POSIX) run.kill('SIGCONT')
    const timer = setTimeout(() => run.kill('SIGKILL'), ENDS_WITHIN)
    const exit = await run.exited
    clearTimeout(timer)
    return exit
  }

  /** Ends the process if it runs, and starts another on the same port; `env` is added for it and those to come. */
  async restart(
    signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL',
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    this.launch = { ...this.launch, env: { ...this.launch.env, ...env } }
    const until = performance.now() + (this.launch.startsWithin ?? STARTS_WITHIN)
    await this.end(signal)
    for (;;) {
      this.run = new Run(this.launch, this.port)
      try {
        this.address = await this.run.printed(this.launch)
        return
      } catch (error) {
        if (!this.output.includes('EADDRINUSE') || performance.now() > until) throw error
      }
      // Some connection may have been given the port meanwhile, for its own end.
      await delay(50)
    }
  }
}
