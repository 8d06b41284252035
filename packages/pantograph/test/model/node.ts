// A node of the model: who may resume, claim or remount. Mirrors Sockets.greet, Greeter, Arrivals, Roots.remount and
// App.shutDown; the method's name is the same where there is one.
import type { Action, Hello, Ticket, Up } from './messages.ts'
import type { Connection } from './network.ts'
import type { Process } from './process.ts'
import { Safe } from './safe.ts'
import { ModelSession } from './session.ts'
import type { Beginning, Transport } from './session.ts'
import type { Record } from './store.ts'

const VERIFY_PATIENCE = 2_000
const DRAIN = 3_000
const DRAIN_EVERY = 20

/** One socket of a server: server/connection.ts. */
class Socket implements Transport {
  isOpen = true
  session: ModelSession | null = null
  private readonly connection: Connection
  private readonly node: ModelNode

  constructor(node: ModelNode, connection: Connection) {
    this.node = node
    this.connection = connection
    connection.server = {
      receive: (message) => node.process.run(() => this.receive(message)),
      closed: () => node.process.run(() => this.closed()),
    }
  }

  send: Transport['send'] = (message) => {
    if (this.isOpen) this.connection.down.send(message)
  }

  close(): void {
    this.isOpen = false
    this.connection.down.close()
  }

  refuse(code: string, action: Action): void {
    this.send({ type: 'end', action, code })
    this.close()
  }

  private receive(message: Up): void {
    // As with a WebSocket that is closing: what is on the way still arrives.
    if (this.session !== null) return this.session.receive(message, this)
    if (message.type === 'hello') this.node.greet(this, message)
  }

  private closed(): void {
    this.isOpen = false
    this.session?.detach(this)
  }

  /** The process has died. */
  cut(): void {
    this.connection.cut(1)
  }
}

type Found = (session: ModelSession) => void

export class ModelNode {
  readonly process: Process
  /** The pool. */
  readonly sessions = new Map<string, ModelSession>()
  private readonly sockets = new Set<Socket>()
  /** Arrivals.claims: one after the other for each session. */
  private readonly claims = new Map<string, (() => void)[]>()

  constructor(process: Process) {
    this.process = process
  }

  /** A request for the page: its HTML is made. */
  render(id: string): void {
    this.begin(id)
  }

  private begin(id: string): ModelSession {
    const session = new ModelSession(this.process, id)
    session.onClosed = () => {
      if (this.sessions.get(id) === session) this.sessions.delete(id)
    }
    this.sessions.set(id, session)
    return session
  }

  /** A connection is opened; false if nobody is there, or nobody is taken in. */
  accept(connection: Connection): boolean {
    const { isDead, isDraining, world } = this.process
    if (isDead || (isDraining && world.rules.refusesWhileDraining)) return false
    this.sockets.add(new Socket(this, connection))
    return true
  }

  /** Sockets.greet */
  greet(socket: Socket, hello: Hello): void {
    if (hello.mode === 'again' && hello.ticket) return this.again(socket, hello, hello.ticket)
    const known = this.sessions.get(hello.token)
    if (hello.mode === 'first' && known?.isUnheard === true) {
      return this.join(socket, hello, known, 'adopt')
    }
    this.remount(socket, hello, null)
  }

  /** Greeter.again */
  private again(socket: Socket, hello: Hello, ticket: Ticket): void {
    const known = this.sessions.get(ticket.session)
    if (known === undefined) return this.back(socket, hello, ticket)
    this.isOurs(known, ticket, (isOurs) => {
      if (!isOurs) return this.back(socket, hello, ticket)
      if (!known.accepts(ticket.turn)) return socket.refuse('PG_REPLACED', 'fresh')
      const canResume = known.canResume(ticket.generation, hello.frame)
      this.join(socket, hello, known, canResume ? 'resume' : 'anew')
    })
  }

  /** isOurs */
  private isOurs(session: ModelSession, ticket: Ticket, answer: (yes: boolean) => void): void {
    const { keeper } = session
    const { rules } = this.process.world
    if (keeper === null) return answer(true)
    const { epoch, nonce } = keeper.custody
    if (epoch !== ticket.epoch || nonce !== ticket.nonce) {
      session.fenced()
      return answer(false)
    }
    if (!rules.verifiesOnResume) return answer(true)
    keeper.verify(VERIFY_PATIENCE, (isOurs) =>
      answer(isOurs && (session.state !== 'closed' || !rules.givesOnlyLiving)),
    )
  }

  /** Arrivals.back */
  private back(socket: Socket, hello: Hello, ticket: Ticket): void {
    const waiting = this.claims.get(ticket.session)
    const start = (): void => this.restore(socket, hello, ticket)
    if (waiting !== undefined) return void waiting.push(start)
    this.claims.set(ticket.session, [])
    start()
  }

  /** Whatever came of it, the next one may try. */
  private next({ session }: Ticket): void {
    const start = this.claims.get(session)?.shift()
    if (start === undefined) this.claims.delete(session)
    else start()
  }

  /** Arrivals.restore */
  private restore(socket: Socket, hello: Hello, ticket: Ticket): void {
    const refuse = (code: string, action: Action): void => {
      socket.refuse(code, action)
      this.next(ticket)
    }
    const known = this.sessions.get(ticket.session)
    if (known !== undefined) {
      if (!known.accepts(ticket.turn)) return refuse('PG_REPLACED', 'fresh')
      this.join(socket, hello, known, 'anew')
      return this.next(ticket)
    }
    this.peek(
      ticket.session,
      (found) => {
        if (found === undefined) {
          this.remount(socket, hello, ticket)
          return this.next(ticket)
        }
        if (!this.isMine(found, ticket)) return refuse('PG_REPLACED', 'fresh')
        const claimed = (session: ModelSession): void => {
          this.join(socket, hello, session, 'anew')
          this.next(ticket)
        }
        this.claim(hello, ticket, claimed, (code) => refuse(code, 'retry'))
      },
      () => refuse('PG_STORE_AWAY', 'retry'),
    )
  }

  /** Safekeeping.claim reads once; here the record is read before as well, so that more can happen between. */
  private peek(id: string, found: (record: Record | undefined) => void, no: () => void): void {
    const { process } = this
    process.world.store.get(
      process.node,
      id,
      (stored) => process.run(() => found(stored?.record)),
      () => process.run(no),
    )
  }

  /** Arrivals.assertMine */
  private isMine({ state }: Record, { turn }: Ticket): boolean {
    return !this.process.world.rules.refusesOldTickets || state === null || turn >= state.turn - 1
  }

  private claim(
    hello: Hello,
    ticket: Ticket,
    claimed: Found,
    refused: (code: string) => void,
  ): void {
    const safe = new Safe(this.process, ticket.session)
    const done = hello.first - 1
    safe.claim(done, {
      reject: refused,
      resolve: (record) => {
        if (this.isShut) return refused('PG_SHUTDOWN')
        const session = this.begin(ticket.session)
        session.restore(record?.state ?? null, record?.state ? record.done : 0)
        session.turn = Math.max(session.turn, ticket.turn)
        safe.bind(session)
        claimed(session)
      },
    })
  }

  /** Arrivals.remount */
  private remount(socket: Socket, hello: Hello, ticket: Ticket | null): void {
    if (this.isShut) return socket.refuse('PG_SHUTDOWN', 'retry')
    const wanted = ticket?.session
    const isFree = wanted !== undefined && !this.sessions.has(wanted)
    const session = this.begin(isFree ? wanted : this.process.world.newName())
    session.restore(null, ticket === null ? hello.first - 1 : 0)
    if (ticket !== null) session.turn = ticket.turn
    this.join(socket, hello, session, 'anew')
  }

  private get isShut(): boolean {
    return this.process.isDraining && this.process.world.rules.refusesWhileDraining
  }

  /** Arrivals.keep, and the end of Sockets.greet */
  private join(socket: Socket, hello: Hello, session: ModelSession, how: Beginning): void {
    if (session.keeper === null) new Safe(this.process, session.id).bind(session)
    if (!socket.isOpen) {
      if (session.state === 'rendered' && how === 'anew') session.end('PG_GONE', 'retry')
      return
    }
    socket.session = session
    session.attach(socket, hello, how)
  }

  // The end

  /** Pool.evict, of everything that nobody is connected to. */
  evict(): void {
    for (const session of [...this.sessions.values()]) {
      if (session.state === 'detached') session.end('PG_EVICTED', 'reload')
    }
  }

  /** App.shutDown; then the process ends. */
  drain(): void {
    const { process } = this
    if (process.isDraining) return
    process.isDraining = true
    if (process.world.rules.refusesWhileDraining) {
      for (const socket of this.sockets) {
        if (socket.session === null && socket.isOpen) socket.refuse('PG_SHUTDOWN', 'retry')
      }
    }
    const deadline = process.world.queue.now + DRAIN
    const sessions = [...this.sessions.values()]
    let left = sessions.length
    if (left === 0) return this.flush(deadline)
    const drained = (): void => void (--left === 0 && this.flush(deadline))
    for (const session of sessions) session.whenBetweenEvents(drained)
  }

  /** Safekeeping.flush */
  private flush(deadline: number): void {
    const { due, world } = this.process
    for (const safe of due) if (safe.saveNow()) due.delete(safe)
    if (due.size > 0 && world.queue.now < deadline) {
      return this.process.later(DRAIN_EVERY, () => this.flush(deadline))
    }
    for (const session of [...this.sessions.values()]) session.end('PG_SHUTDOWN', 'retry')
    this.process.later(1_000, () => this.die())
  }

  /** Memory and connections are gone. */
  die(): void {
    if (this.process.isDead) return
    this.process.isDead = true
    for (const socket of this.sockets) socket.cut()
  }
}
