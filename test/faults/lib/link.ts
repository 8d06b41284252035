// A connection through the faulty proxy: a client's socket, a server's socket, and a flow each way. An end or a
// reset of one side travels to the other as its bytes do.
import type { Socket } from 'node:net'
import { Flow } from './flow.ts'
import type { FlowOwner, How, Plan, Shape } from './flow.ts'
import type { Rng } from './rng.ts'

/** Up is from client to server. */
export type Way = 'up' | 'down'
export type Side = 'client' | 'server'

export interface LinkOptions {
  readonly client: Socket
  readonly server: Socket
  readonly shapes: Readonly<Record<Way, Shape>>
  readonly rng: Rng
  readonly buffer: number
  /** The link was cut by a plan. */
  readonly onCut: () => void
  readonly onClosed: () => void
}

/** Milliseconds that a peer has to answer a FIN. */
const LINGER = 500

export class Link implements FlowOwner {
  readonly up: Flow
  readonly down: Flow
  /** Both sockets are. */
  readonly closed: Promise<void>
  private readonly options: LinkOptions
  private open = 2
  private linger: NodeJS.Timeout | undefined

  constructor(options: LinkOptions) {
    this.options = options
    const { client, server, shapes, rng, buffer } = options
    const shared = { buffer, owner: this }
    this.up = new Flow({
      ...shared,
      source: client,
      sink: server,
      shape: shapes.up,
      rng: rng.fork(),
    })
    this.down = new Flow({
      ...shared,
      source: server,
      sink: client,
      shape: shapes.down,
      rng: rng.fork(),
    })
    this.closed = new Promise((closed) => {
      for (const socket of [client, server]) this.watch(socket, closed)
    })
  }

  /** Ends both sockets, or one: then the other side hears nothing more and isn't told. */
  cut(how: How = 'rst', side: Side | 'both' = 'both'): void {
    const { client, server } = this.options
    if (side === 'both') {
      for (const flow of [this.up, this.down]) flow.stop()
      for (const socket of [client, server]) this.end(socket, how)
      return
    }
    for (const flow of [this.up, this.down]) flow.change({ discards: true })
    this.end(this.options[side], how)
  }

  shape(changes: Partial<Shape>, way: Way | 'both' = 'both'): void {
    for (const flow of this.flows(way)) flow.change(changes)
  }

  arm(plan: Plan | null, way: Way | 'both' = 'both'): void {
    for (const flow of this.flows(way)) flow.arm(plan)
  }

  planned(how: How): void {
    this.options.onCut()
    this.cut(how)
  }

  reset(flow: Flow): void {
    this.end(flow === this.up ? this.options.server : this.options.client, 'rst')
  }

  unreachable(flow: Flow): void {
    this.other(flow).sendReset()
  }

  /** Lets go of a socket whose peer has ended it, when the other one is gone and has left nothing. */
  idle(): void {
    const { client, server } = this.options
    for (const [gone, left, flow] of [
      [client, server, this.up],
      [server, client, this.down],
    ] as const) {
      if (gone.destroyed && left.readableEnded && flow.isIdle && !left.writableEnded) left.end()
    }
  }

  private flows(way: Way | 'both'): Flow[] {
    return way === 'both' ? [this.up, this.down] : [this[way]]
  }

  private other(flow: Flow): Flow {
    return flow === this.up ? this.down : this.up
  }

  private watch(socket: Socket, closed: () => void): void {
    // 'close' tells whether there was one.
    socket.on('error', () => {})
    socket.on('end', () => this.idle())
    socket.on('close', () => {
      this.open -= 1
      if (this.open > 0) return this.idle()
      clearTimeout(this.linger)
      for (const flow of [this.up, this.down]) flow.stop()
      this.options.onClosed()
      closed()
    })
  }

  private end(socket: Socket, how: How): void {
    if (socket.destroyed) return
    if (socket.connecting || isShutting(socket)) socket.destroy()
    else if (how === 'rst') socket.resetAndDestroy()
    else this.endWithin(socket)
  }

  private endWithin(socket: Socket): void {
    socket.end()
    const { client, server } = this.options
    this.linger ??= setTimeout(() => {
      for (const one of [client, server]) if (one.writableEnded) one.destroy()
    }, LINGER)
  }
}

/** libuv refuses to reset a socket whose FIN is just being sent, and Node then never closes it (Node 24.21). */
const isShutting = ({ writableEnded, writableFinished, writableLength }: Socket): boolean =>
  writableEnded && !writableFinished && writableLength === 0
