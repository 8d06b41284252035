// A network that fails on demand: a TCP proxy on loopback, in front of a server that may be exchanged. It knows
// nothing of what goes through. Buffers of the operating system (megabytes, on loopback) are not its own.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { CLEAR } from './flow.ts'
import type { How, Plan, Shape } from './flow.ts'
import { Link } from './link.ts'
import type { Side, Way } from './link.ts'
import { Rng } from './rng.ts'

export interface Target {
  readonly host: string
  readonly port: number
}

export interface ProxyOptions {
  /** The same seed, the same chance; 1 unless told. */
  readonly seed?: number
  /** Bytes that are held each way of each connection before the sender is held up; 64 KiB unless told. */
  readonly buffer?: number
}

/** Which connections: those that are open, those to come, or all of them. */
export type Scope = 'open' | 'new' | 'all'

interface Where {
  readonly way?: Way | 'both'
  readonly scope?: Scope
}

interface Bytes {
  /** Read from the sender. */
  readonly received: number
  /** Written to the receiver. */
  readonly delivered: number
  /** Discarded, cut off, or sent to a socket that was gone. */
  readonly lost: number
  readonly held: number
  /** The most that one connection ever held. */
  readonly mostHeld: number
}

export interface Counters {
  /** Connections that were accepted and joined to the target, since the start. */
  readonly connections: number
  readonly open: number
  readonly refused: number
  /** Connections cut by the proxy. */
  readonly cuts: number
  readonly up: Bytes
  readonly down: Bytes
}

const NONE: Bytes = { received: 0, delivered: 0, lost: 0, held: 0, mostHeld: 0 }
const BUFFER = 64 * 1024

export class FaultyProxy {
  readonly seed: number
  private target: Target
  private readonly server: Server
  private readonly buffer: number
  private readonly rng: Rng
  private readonly open = new Set<Link>()
  /** For new connections. */
  private shapes: Record<Way, Shape> = { up: CLEAR, down: CLEAR }
  private plan: { make: () => Plan; way: Way | 'both' } | null = null
  private refuses = false
  private cutter: NodeJS.Timeout | undefined
  private connections = 0
  private refused = 0
  private cuts = 0
  /** What closed connections have left. */
  private past: Record<Way, Bytes> = { up: NONE, down: NONE }

  private constructor(target: Target, { seed = 1, buffer = BUFFER }: ProxyOptions) {
    this.target = target
    this.seed = seed
    this.buffer = buffer
    this.rng = new Rng(seed)
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (client) =>
      this.accept(client),
    )
  }

  static async to(target: Target, options: ProxyOptions = {}): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target, options)
    proxy.server.listen(0, '127.0.0.1')
    await once(proxy.server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** The address of a page, through here. */
  at(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`
  }

  /** The connections, oldest first, each with `shape`, `arm` and `cut` of its own. */
  get links(): readonly Link[] {
    return [...this.open]
  }

  get counters(): Counters {
    const { connections, refused, cuts } = this
    const bytes = { up: this.count('up'), down: this.count('down') }
    return { connections, open: this.open.size, refused, cuts, ...bytes }
  }

  /** Latency, jitter, rate, stall, half-open; what isn't named stays as it is. */
  shape(changes: Partial<Shape>, { way = 'both', scope = 'all' }: Where = {}): void {
    if (changes.rate !== undefined && !(changes.rate > 0))
      throw new RangeError('a rate is above 0; to let nothing through, stall')
    const ways = way === 'both' ? (['up', 'down'] as const) : [way]
    if (scope !== 'open')
      for (const way of ways) this.shapes[way] = { ...this.shapes[way], ...changes }
    if (scope !== 'new') for (const link of this.links) link.shape(changes, way)
  }

  /** Cuts every open connection, at once. With one side, the other isn't told. */
  cut(how: How = 'rst', side: Side | 'both' = 'both'): void {
    for (const link of this.links) {
      this.cuts += 1
      link.cut(how, side)
    }
  }

  /** Cuts all connections again and again: every `ms` milliseconds, give or take `jitter`. */
  cutEvery(ms: number, { how = 'rst', jitter = 0 }: { how?: How; jitter?: number } = {}): void {
    clearTimeout(this.cutter)
    const again = (): void => {
      this.cutter = setTimeout(
        () => {
          this.cut(how)
          again()
        },
        ms + this.rng.between(-jitter, jitter),
      )
    }
    again()
  }

  /** Cuts each connection when `low` to `high` bytes, counted from now, have been delivered one way. */
  cutAfter([low, high]: readonly [number, number], where: Where & { how?: How } = {}): void {
    this.arm(() => ({ how: where.how ?? 'rst', after: this.rng.int(low, high) }), where)
  }

  /** Cuts each connection inside of its next chunk of two bytes or more. */
  cutMidChunk(where: Where & { how?: How } = {}): void {
    this.arm(() => ({ how: where.how ?? 'rst', after: 'mid-chunk' }), where)
  }

  /** Whether new connections are reset. */
  refuse(refuses = true): void {
    this.refuses = refuses
  }

  /** New connections go there. Old ones stay where they are, or are cut. */
  retarget(target: Target, { old = 'stay' }: { old?: 'stay' | How } = {}): void {
    this.target = target
    if (old !== 'stay') this.cut(old)
  }

  /** A network without faults again; what was held is delivered. */
  heal(): void {
    clearTimeout(this.cutter)
    this.plan = null
    this.refuses = false
    for (const link of this.links) link.arm(null)
    this.shape(CLEAR)
  }

  /** Resets every connection; resolves when no socket is left. */
  async close(): Promise<void> {
    clearTimeout(this.cutter)
    const isClosed = once(this.server, 'close')
    this.server.close()
    for (const link of this.links) link.cut('rst')
    await isClosed
    await Promise.all(this.links.map((link) => link.closed))
  }

  private arm(make: () => Plan, { way = 'both', scope = 'all' }: Where): void {
    if (scope !== 'open') this.plan = { make, way }
    if (scope !== 'new') for (const link of this.links) link.arm(make(), way)
  }

  private accept(client: Socket): void {
    if (!this.refuses) return this.join(client)
    this.refused += 1
    client.on('error', () => {})
    client.resetAndDestroy()
  }

  private join(client: Socket): void {
    this.connections += 1
    const link = new Link({
      client,
      server: dial(this.target),
      shapes: this.shapes,
      rng: this.rng.fork(),
      buffer: this.buffer,
      onCut: () => (this.cuts += 1),
      onClosed: () => this.leave(link),
    })
    this.open.add(link)
    if (this.plan !== null) link.arm(this.plan.make(), this.plan.way)
  }

  private leave(link: Link): void {
    this.open.delete(link)
    for (const way of ['up', 'down'] as const) this.past[way] = add(this.past[way], link[way])
  }

  private count(way: Way): Bytes {
    return this.links.map((link) => link[way]).reduce<Bytes>(add, this.past[way])
  }
}

/** A connection to a free port of loopback may meet itself (RFC 9293, simultaneous open), and would keep the port. */
function dial({ host, port }: Target): Socket {
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true })
  socket.once('connect', () => {
    const isItself =
      socket.localPort === socket.remotePort && socket.localAddress === socket.remoteAddress
    if (isItself) socket.destroy(new Error('nobody listens there'))
  })
  return socket
}

const add = (one: Bytes, other: Bytes): Bytes => ({
  received: one.received + other.received,
  delivered: one.delivered + other.delivered,
  lost: one.lost + other.lost,
  held: one.held + other.held,
  mostHeld: Math.max(one.mostHeld, other.mostHeld),
})
