// Long work that a component starts: it goes on beside the events, tells how far it is, and can be given up.
import { runInScope } from '../reactivity/scope.ts'
import { signal, untracked } from '../reactivity/signal.ts'
import type { WritableSignal } from '../reactivity/signal.ts'
import { guardedAbort } from './abort.ts'
import { setupInstance } from './lifecycle.ts'
import { addPart } from './part.ts'
import type { Part } from './part.ts'
import type { Instance } from './nodes.ts'

/**
 * How a task stands. `interrupted`: it was running when its process went, or its page was restored elsewhere; nobody
 * goes on with it.
 */
export type TaskStatus = 'idle' | 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted'

/** What a task's function is given. */
export interface Working<P> {
  /** Aborted when the task is cancelled or started again, and when the component goes. */
  readonly signal: AbortSignal
  /** Tells how far it is. */
  progress(progress: P): void
}

/** Long work. Reading any of its fields makes a view run again when that changes. */
export interface Task<A extends readonly unknown[], T, P> {
  readonly status: TaskStatus
  /** What it last told; undefined before. */
  readonly progress: P | undefined
  /** What it returned when it was done last. */
  readonly result: T | undefined
  /** Why it failed, as text. */
  readonly error: string | undefined
  /** Starts it; one that runs is cancelled. */
  start(...args: A): void
  /** Gives it up. Nothing it tells after that is heard. */
  cancel(): void
}

/** Options of `task`. */
export interface TaskOptions {
  /** The name in checkpoints. The compiler gives that of the variable. */
  readonly name?: string
}

interface State<T, P> {
  readonly status: TaskStatus
  readonly progress?: P
  readonly result?: T
  readonly error?: string
}

class Work<A extends readonly unknown[], T, P> implements Task<A, T, P>, Part {
  readonly signals = []
  readonly reaction = null
  private readonly scope: Instance
  private readonly work: (working: Working<P>, ...args: A) => T | Promise<T>
  private readonly state: WritableSignal<State<T, P>>
  private controller: AbortController | null = null

  constructor(
    scope: Instance,
    work: (working: Working<P>, ...args: A) => T | Promise<T>,
    { name }: TaskOptions,
  ) {
    this.scope = scope
    this.work = work
    this.state = signal<State<T, P>>(
      { status: 'idle' },
      { ...(name === undefined ? {} : { name }) },
    )
    // What a checkpoint says of a task that ran is true of nobody now.
    if (this.state.peek().status === 'running') this.change({ status: 'interrupted' })
  }

  get status(): TaskStatus {
    return this.state.value.status
  }

  get progress(): P | undefined {
    return this.state.value.progress
  }

  get result(): T | undefined {
    return this.state.value.result
  }

  get error(): string | undefined {
    return this.state.value.error
  }

  start(...args: A): void {
    if (this.scope.disposed) return
    this.controller?.abort()
    const controller = guardedAbort(this.scope)
    this.controller = controller
    this.state.value = { status: 'running' }
    void this.run(controller, args)
  }

  cancel(): void {
    if (this.controller === null) return
    this.dispose()
    this.change({ status: 'cancelled' })
  }

  get isBusy(): boolean {
    return this.controller !== null
  }

  dispose(): void {
    this.controller?.abort()
    this.controller = null
  }

  private async run(controller: AbortController, args: A): Promise<void> {
    const tell = (change: Partial<State<T, P>>): void => {
      if (this.controller === controller) this.change(change)
    }
    const working = {
      signal: controller.signal,
      progress: (progress: P) => tell({ progress }),
    }
    let end: Partial<State<T, P>>
    try {
      const work = () => runInScope(this.scope, () => this.work(working, ...args))
      end = { status: 'done', result: await untracked(work) }
    } catch (error) {
      end = { status: 'failed', error: error instanceof Error ? error.message : String(error) }
      if (this.controller === controller) this.scope.queue.note('PG_TASK', error, this.scope)
    }
    tell(end)
    if (this.controller === controller) this.controller = null
  }

  private change(change: Partial<State<T, P>>): void {
    this.state.value = { ...this.state.peek(), ...change }
  }
}

/**
 * Long work that handlers start: it runs beside the events of its page, shows how far it is, and can be given up. It goes
 * on while the page is away, for as long as the session is kept; what it has told and returned is state, as of a signal.
 * After a crash or a move to another process it is `interrupted`: start it again, or not.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component's setup.
 * @example
 * const report = task(async ({ signal, progress }, year: number) => {
 *   for (let month = 1; month <= 12; month++) {
 *     await addMonth(year, month, { signal })
 *     progress(month / 12)
 *   }
 * })
 * return () => <button onClick={() => report.start(2026)}>{report.status}</button>
 */
export function task<A extends readonly unknown[], T, P = number>(
  work: (working: Working<P>, ...args: A) => T | Promise<T>,
  options: TaskOptions = {},
): Task<A, T, P> {
  const instance = setupInstance('task()')
  const made = new Work<A, T, P>(instance, work, options)
  addPart(instance, made)
  return made
}
