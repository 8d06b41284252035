// The page in the browser: the real EventLog, and around it client/connection.ts, log.ts and main.ts.
import type { EventLog } from '../../src/wire/event-log.ts'
import type { Down, Frame, HelloMode, Ticket, Up, Welcome } from './messages.ts'
import type { Connection } from './network.ts'
import type { Surroundings } from './process.ts'

const FIRST_PAUSE = 200
const LONGEST_PAUSE = 10_000
const SILENCE_LIMIT = 50_000
const LIMIT = 128

/** What a page needs of the world. */
export interface Network {
  /** Opens a connection to some node; `end` hears of it. Null when that fails at once. */
  open(): Connection
  /** Between a half and 1. */
  jitter(): number
}

export class Page {
  readonly log: EventLog<number>
  readonly token: string
  shown: number[] = []
  /** Events that the user did. */
  recorded = 0
  /** Whether the page was told that something is lost. */
  wasToldLoss = false
  /** How often it was welcomed. */
  welcomes = 0
  isWelcome = false
  socket: Connection | null = null
  ticket: Ticket | null = null
  private readonly world: Surroundings
  private readonly network: Network
  private mode: HelloMode = 'first'
  private frames = 0
  private acknowledged = 0
  private isKept = false
  private durable = 0
  private losses = 0
  private tries = 0
  private isReady = false
  private silentAt = 0
  private isWatching = false

  constructor(world: Surroundings, network: Network, token: string) {
    this.world = world
    this.network = network
    this.token = token
    this.log = world.rules.newLog()
  }

  /** The user does something: log.ts, record. */
  act(): void {
    if (this.log.entries.length >= LIMIT) return
    this.log.entries.push(++this.recorded)
    this.flush()
  }

  /** connection.ts, openSocket */
  open(): void {
    if (this.socket !== null) return
    this.tries++
    const opened = this.network.open()
    this.socket = opened
    opened.page = {
      receive: (message) => void (this.socket === opened && this.receive(message)),
      closed: () => void (this.socket === opened && this.lost()),
    }
    this.hello(opened)
    this.listen()
  }

  private hello(socket: Connection): void {
    const { mode, ticket, token, frames, log } = this
    log.sent = 0
    this.acknowledged = frames
    log.sent = log.entries.length
    const entries = [...log.entries]
    const { first } = log
    socket.up.send({ type: 'hello', mode, ticket, token, frame: frames, first, log: entries })
  }

  private receive(message: Down): void {
    this.listen()
    switch (message.type) {
      case 'end':
        return this.end(message.action, message.code)
      case 'ping':
        return this.send({ type: 'pong' })
      case 'lost':
        return this.tellLoss()
      case 'welcome':
        return this.welcome(message)
      case 'frame':
        return this.frame(message)
    }
  }

  private tellLoss(): void {
    const { store } = this.world
    this.wasToldLoss = true
    if (!store.wentBack && !store.wasAway) this.world.fail('told a loss that is none')
  }

  private welcome({ kind, done, kept, ticket, length }: Welcome): void {
    this.ticket = ticket
    this.mode = 'again'
    this.losses = 0
    this.welcomes++
    this.isReady = true
    if (kind !== 'resumed') this.frames = this.acknowledged = 0
    if (kind === 'adopt' && length !== this.shown.length) {
      this.isReady = false
      return this.send({ type: 'repair' })
    }
    this.isKept = kept !== null
    this.confirm(done, kept ?? done)
    this.isWelcome = true
    this.flush()
  }

  private frame({ done, kept, from, items }: Frame): void {
    if (!this.isReady) return
    const tellsEverything = from === 0 && this.frames === 0
    if (!tellsEverything && from !== this.shown.length) {
      return this.world.fail(`a frame for ${from} shown, where ${this.shown.length} are`)
    }
    this.shown = [...this.shown.slice(0, from), ...items]
    this.confirm(this.log.done + done, this.durable + kept)
    if (++this.frames - this.acknowledged > 1) this.send({ type: 'ack' })
  }

  /** log.ts, confirmTo */
  private confirm(done: number, kept: number): void {
    const { rules } = this.world
    this.durable = this.isKept && rules.keepsUntilDurable ? kept : done
    this.log.confirm(done, this.durable)
    this.assertDurable()
  }

  /** What the page forgets must be in the store. */
  private assertDurable(): void {
    const { store } = this.world
    const id = this.ticket?.session ?? ''
    if (store.wentBack || store.wasAway) return
    const stored = store.entries.get(id)?.record.done ?? 0
    if (this.log.first - 1 > stored) {
      this.world.fail(`told that ${this.log.first - 1} are durable, where ${stored} are stored`)
    }
  }

  private flush(): void {
    if (!this.isWelcome) return
    const { log } = this
    const unsent = log.entries.slice(log.sent)
    log.sent = log.entries.length
    for (const value of unsent) this.send({ type: 'event', value })
  }

  private send(message: Up): void {
    const due = this.frames - this.acknowledged
    this.acknowledged = this.frames
    this.socket?.up.send(due > 0 ? { ...message, acknowledged: due } : message)
  }

  private end(action: string, code: string): void {
    if (action === 'fresh') {
      this.ticket = null
      this.mode = 'fresh'
    }
    if (action === 'reload' || action === 'stop') this.world.fail(`the page was ended: ${code}`)
    this.drop()
  }

  private drop(): void {
    this.socket?.up.close()
    this.lost()
  }

  /** The connection is gone, as far as the browser knows. */
  lost(): void {
    this.socket = null
    this.isWelcome = false
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.losses++)
    const { tries } = this
    this.world.queue.after(longest * this.network.jitter(), () => {
      if (tries === this.tries) this.open()
    })
  }

  /** The server speaks every 20 seconds, or the connection is given up. */
  private listen(): void {
    this.silentAt = this.world.queue.now + SILENCE_LIMIT
    if (this.isWatching) return
    this.isWatching = true
    this.world.queue.after(SILENCE_LIMIT, () => this.watch())
  }

  private watch(): void {
    this.isWatching = false
    if (this.socket === null) return
    const left = this.silentAt - this.world.queue.now
    if (left <= 0) return this.drop()
    this.isWatching = true
    this.world.queue.after(left, () => this.watch())
  }
}
