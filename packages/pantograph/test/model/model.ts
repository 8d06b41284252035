// The world of the model: three nodes, a store, a page and a network in virtual time. Plays a schedule, then
// lets everything heal, and waits until all is well or the time is up.
import { Rng } from '../../../../test/faults/lib/rng.ts'
import { Connection } from './network.ts'
import { ModelNode } from './node.ts'
import { isSettled, judge, judgeRest } from './oracle.ts'
import { Page } from './page.ts'
import { Process } from './process.ts'
import type { Surroundings } from './process.ts'
import { Queue } from './queue.ts'
import { RULES } from './rules.ts'
import type { Rules } from './rules.ts'
import { NODES } from './schedule.ts'
import type { Schedule, Step, Where } from './schedule.ts'
import { ModelStore } from './store.ts'

/** Everything is well again so long after the last step. */
const HEALS_AFTER = 500
/** The longest wait that the protocol knows, a silent connection, and what may follow on it. */
const PATIENCE = 120_000
const LOOK_EVERY = 250
/** What the store may hold back after all is told: a write is due at most this long. */
const REST = 2_000

export class World implements Surroundings {
  readonly queue = new Queue()
  readonly rules: Rules
  readonly store: ModelStore
  readonly nodes: ModelNode[] = []
  readonly page: Page
  /** What went wrong first. */
  failure: string | null = null
  private readonly rng: Rng
  private readonly schedule: Schedule
  private readonly heals: (() => void)[] = []
  private owner = 0
  private steered: Where | null = null
  private linkDelay = 5
  private names = 0

  constructor(schedule: Schedule, changes: Partial<Rules> = {}) {
    this.schedule = schedule
    this.rules = { ...RULES, ...changes }
    this.rng = new Rng(schedule.seed ^ 0x5eed)
    const fail = (what: string): void => this.fail(what)
    this.store = new ModelStore(this.queue, this.rng, fail, this.rules.writesAreFenced)
    for (let node = 0; node < NODES; node++) this.start(node)
    const token = this.newName()
    this.nodes[0]?.render(token)
    this.page = new Page(this, { open: () => this.connect(), jitter: () => this.jitter() }, token)
  }

  fail(what: string): void {
    this.failure ??= `${what} (at ${Math.round(this.queue.now)} ms)`
  }

  newName(): string {
    return `n${++this.names}`
  }

  duration(event: number): number {
    return event % 3 === 0 ? (this.schedule.longest * ((event * 7) % 5)) / 4 : 0
  }

  private jitter(): number {
    return this.rng.between(0.5, 1)
  }

  private start(node: number): void {
    this.nodes[node] = new ModelNode(new Process(node, this))
  }

  private node(where: Where): ModelNode {
    return this.nodes[where === 'owner' ? this.owner : where] as ModelNode
  }

  /** The balancer: where it was steered, else mostly where the page was. */
  private connect(): Connection {
    const { rng } = this
    const at = this.steered ?? (rng.chance(0.4) ? this.owner : rng.int(0, NODES - 1))
    const node = at === 'owner' ? this.owner : at
    const delay = rng.between(1, rng.chance(0.2) ? this.linkDelay * 20 : this.linkDelay)
    const connection = new Connection(this.queue, node, delay)
    if (this.node(node).accept(connection)) this.owner = node
    else connection.cut(delay)
    return connection
  }

  // Steps

  private play(step: Step): void {
    const { page } = this
    switch (step.do) {
      case 'act':
        for (let left = step.times; left > 0; left--) page.act()
        return
      case 'cut':
        return page.socket?.cut(this.rng.between(0, 40))
      case 'silence':
        return this.silence(step.lane)
      case 'leave':
        return this.leave(step.late, step.isSeen)
      case 'delay':
        this.linkDelay = step.time
        return
      case 'steer':
        this.steered = step.node === 'owner' ? this.owner : step.node
        return
      case 'rollback':
        return this.store.rollBack()
      case 'slow':
        this.store.slowness = step.time
        this.store.slowUntil = this.queue.now + step.for
        return
      case 'away':
      case 'mute':
        this.store[step.do] = {
          until: this.queue.now + step.for,
          node: step.node === 'owner' ? this.owner : step.node,
        }
        return
      default:
        this.playAtNode(step)
    }
  }

  private playAtNode(step: Extract<Step, { node: Where }>): void {
    const node = this.node(step.node as Where)
    switch (step.do) {
      case 'evict':
        return node.process.run(() => node.evict())
      case 'pause':
        node.process.pause()
        return this.until(step.for, () => node.process.wake(step.timersFirst))
      case 'crash':
        node.die()
        return this.until(step.for, () => this.restart(node))
      case 'drain':
        node.process.run(() => node.drain())
        return this.until(step.for, () => this.restart(node))
    }
  }

  private silence(lane: 'up' | 'down' | 'both'): void {
    const { socket } = this.page
    if (socket === null) return
    if (lane !== 'down') socket.up.isSilent = true
    if (lane !== 'up') socket.down.isSilent = true
  }

  private leave(late: number, isSeen: boolean): void {
    const { socket } = this.page
    if (socket === null) return
    socket.up.hold(late)
    if (isSeen) socket.up.close()
    socket.down.isSilent = true
    this.page.lost()
  }

  /** It ends after that time, or when everything heals. */
  private until(time: number, end: () => void): void {
    this.queue.after(time, end)
    this.heals.push(end)
  }

  /** The process of the node is another one, if it has ended. */
  private restart({ process }: ModelNode): void {
    const { node, isDead } = process
    if (this.nodes[node]?.process === process && isDead) this.start(node)
    else if (process.isDraining && !isDead)
      this.queue.after(500, () => this.restart({ process } as ModelNode))
  }

  private heal(): void {
    this.store.heal()
    this.steered = null
    this.linkDelay = 5
    for (const end of this.heals) end()
  }

  /** Plays everything; null when nothing went wrong. */
  run(): string | null {
    const { queue, schedule } = this
    queue.after(0, () => this.page.open())
    for (const step of schedule.steps) queue.after(step.at, () => this.play(step))
    const last = schedule.steps.at(-1)?.at ?? 0
    this.runTo(last + HEALS_AFTER)
    this.heal()
    this.settle()
    if (this.failure === null) judgeRest(this)
    this.page.act()
    this.settle()
    // An owner that was replaced in silence finds out when it writes again.
    this.page.act()
    this.settle()
    if (this.failure === null) judge(this)
    return this.failure
  }

  private settle(): void {
    const { queue } = this
    const end = queue.now + PATIENCE
    do {
      while (this.failure === null && queue.now < end && !isSettled(this)) {
        this.runTo(queue.now + LOOK_EVERY)
      }
      this.runTo(queue.now + REST)
      // What comes late may have unsettled it once more.
    } while (this.failure === null && queue.now < end && !isSettled(this))
  }

  private runTo(time: number): void {
    while (this.failure === null && this.queue.step(time));
    this.queue.now = time
  }
}
