// A page as the server sees it: says HELLO, takes frames, acknowledges them as a browser does, sends events.
// Has no timers and no DOM. Must not know how bytes travel.
import { EventLog } from '../wire/event-log.ts'
import * as P from '../wire/protocol.ts'
import { decodeText, Reader, readSlice, WireError } from '../wire/reader.ts'
import { varintBytes } from '../wire/writer.ts'
import { adoptRoot } from './adopt.ts'
import { compare } from './compare.ts'
import { applyFrame } from './frame.ts'
import type { PageRoot } from './html.ts'
import { listenersOf, textOf } from './listeners.ts'
import type { Listener } from './listeners.ts'
import {
  addressBody,
  addressEntry,
  eventEntry,
  eventOn,
  formPayload,
  hello,
  keyPayload,
  message,
  valuePayload,
} from './messages.ts'
import { Model } from './model.ts'
import { outlineOf } from './outline.ts'
import { noCounts } from './page.ts'
import type { Counts, Entry, Socket, Target, Waiting } from './page.ts'

/** An open page. Made by `openPage`. */
export class PageClient {
  readonly counts: Counts = noCounts()
  /** The page's HTML, as it arrived. Set it to '' to save memory. */
  html: string
  /** The address that the page shows: path, query and fragment. */
  url: string
  /** What the page has done and keeps. */
  readonly log = new EventLog<Entry>()
  /** How the last connection began: a kind of WELCOME, as wire/protocol.ts names them. */
  began = -1
  /** What the server had the browser do, by `run`: each as JSON. */
  readonly commands: string[] = []
  /** Called when the connection is lost, by whoever makes another one. */
  onLost: (() => void) | null = null
  /** Called when the server goes down and asks for another connection before this one ends: nothing is lost. */
  onMove: (() => void) | null = null
  /** The error code with which the server, or an error here, has ended the page. */
  ended: string | null = null
  /** Where the server sent the page, if it is to be left. */
  left: string | null = null
  /** Called after each frame has been applied, with its bytes. */
  onFrame: ((frame: Uint8Array) => void) | null = null
  private roots: readonly PageRoot[]
  private readonly follow: boolean
  private model: Model | null = null
  private socket: Socket | null = null
  private isReady = false
  private applied = 0
  private frames = 0
  private mode = P.HELLO_FIRST
  private ticket: Uint8Array = new Uint8Array(0)
  private checkpoint: Uint8Array = new Uint8Array(0)
  private isKept = false
  /** Whether the connection that was lost had been welcomed. @internal */
  isFreshlyLost = false
  private waiting: Waiting[] = []
  /** A connection that is over, and ends when another one is there. */
  private leaving: Socket | null = null

  /** @internal */
  constructor(html: string, roots: readonly PageRoot[], url: string, follow: boolean) {
    this.html = html
    this.roots = roots
    this.url = url
    this.follow = follow
  }

  /** How many events the server has handled. */
  get done(): number {
    return this.log.done
  }

  /** Whether it is connected and shows what the server says. */
  get isLive(): boolean {
    return this.socket !== null && this.isReady
  }

  // What the page shows

  /** All text of the page's roots. */
  get text(): string {
    return this.known()
      .roots.map((root) => textOf(root.values[0]))
      .join('')
  }

  /** All that the page shows, as one text: templates, values and keys, without numbers. Equal pages have equal ones. */
  get outline(): string {
    return outlineOf(this.known().roots)
  }

  /** Every element that listens to `event`, in the order of the page. */
  listeners(event: string): Listener[] {
    return [...listenersOf(this.known(), event)]
  }

  /** @throws Error when there is none. */
  listener(event: string, target: Target): Listener {
    let left = typeof target === 'number' ? target : 0
    for (const listener of listenersOf(this.known(), event)) {
      if (typeof target === 'string' && !listener.matches(target)) continue
      if (typeof target === 'function' && !target(listener)) continue
      if (left-- === 0) return listener
    }
    throw new Error(`no element that listens to ${event} is ${String(target)}`)
  }

  // What a user does

  /**
   * A plain click.
   * @throws Error when no element that listens to clicks fits.
   * @example
   * page.click('#save')
   * await page.idle()
   */
  click(target: Target = 0): void {
    this.fire('click', target)
  }

  /** Types into a control: an `input` event, or a `change`. */
  input(target: Target, value: string, options: { event?: string; checked?: boolean } = {}): void {
    this.fire(options.event ?? 'input', target, valuePayload(value, options.checked ?? false))
  }

  /** Presses a key in a control that holds `value`. */
  press(target: Target, key: string, value = ''): void {
    this.fire('keydown', target, keyPayload(key, value))
  }

  submit(target: Target, fields: Readonly<Record<string, string>>): void {
    this.fire('submit', target, formPayload(fields))
  }

  /** Any event; `payload` as docs/protocol.md says for its kind. */
  fire(event: string, target: Target, payload: readonly number[] = []): void {
    const listener = this.listener(event, target)
    // The browser does it alone.
    if (listener.isQuiet) return
    this.record({ type: P.EVENT, ...eventOn(event, listener, this.known(), payload) })
  }

  /**
   * An event by address, whatever is there. For load, and to send what no browser would; it cannot be sent
   * again after the server has lost the page.
   */
  fireAt(block: number, slot: number, payload: readonly number[] = []): void {
    const place = { block, slot, path: [0, 0] }
    const body = [...varintBytes(block), ...varintBytes(slot), ...payload]
    this.record({ entry: eventEntry(place, '', payload), type: P.EVENT, body })
  }

  /** A followed link, or Back: the address changes within the page. */
  navigate(url: string): void {
    this.url = url
    this.record({ entry: addressEntry(url), type: P.URL_CHANGED, body: addressBody(url) })
  }

  /**
   * Resolves when the page is connected and every event that was sent is done.
   * @throws Error with the code when the page ends before.
   */
  idle(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ events: this.counts.events, resolve, reject })
      this.settle()
    })
  }

  /** Closes the connection; the session stays on the server for a while. */
  close(): void {
    this.end('closed')
  }

  // The connection

  /** @internal The connection is there. */
  connected(socket: Socket): void {
    this.socket = socket
    const { mode, ticket, checkpoint, frames, roots, url } = this
    this.isReady = false
    this.applied = 0
    this.log.sent = 0
    const log = this.unsent().map(({ entry }) => entry)
    this.send(hello(url, roots, { mode, ticket, checkpoint, frames, first: this.log.first, log }))
  }

  /** @internal The connection is lost. */
  disconnected(socket: Socket | null = this.socket): void {
    // One that was given up earlier.
    if (socket !== null && socket === this.leaving) return
    if (socket !== this.socket && this.socket !== null) return
    this.isFreshlyLost = this.isReady
    if (this.onLost === null || this.ended !== null) return this.end('connection lost')
    this.socket = null
    this.isReady = false
    this.onLost()
  }

  /** @internal Takes a message. */
  receive(bytes: Uint8Array): void {
    this.counts.bytesDown += bytes.length
    try {
      this.read(bytes)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.end(`PG_WIRE ${error.message}`)
    }
  }

  /** What the server does with the page, other than ending it. */
  private told(action: number, code: string): void {
    if (this.onLost === null || action === P.RELOAD || action === P.STOP) return this.end(code)
    if (action === P.MOVE && this.onMove !== null) return this.move(this.onMove)
    if (action === P.RETRY_FRESH) this.mode = P.HELLO_FRESH
    this.socket?.close()
  }

  private move(onMove: () => void): void {
    this.leaving = this.socket
    this.socket = null
    this.isReady = false
    onMove()
  }

  private read(bytes: Uint8Array): void {
    const reader = new Reader(bytes)
    const head = reader.byte()
    switch (head & 7) {
      case P.FRAME:
        return this.frame(reader, head)
      case P.WELCOME:
        if (head & P.HAS_STRINGS) reader.splitStrings(reader.varint())
        return this.welcome(reader)
      case P.PING:
        this.counts.pings++
        return this.send(message(P.PONG, this.takeApplied(), []))
      case P.NEED:
        return void this.counts.needs++
      case P.FAULT:
        return void this.counts.faults++
      case P.CHECKPOINT:
        this.log.confirm(this.log.done, this.durable + reader.varint())
        this.checkpoint = Uint8Array.from(bytes.subarray(reader.at))
        return
      case P.END:
        return this.told(bytes[1] ?? P.STOP, decodeText(bytes.subarray(2)))
      default:
        throw new WireError('type')
    }
  }

  private welcome(reader: Reader): void {
    const how = reader.varint()
    const done = reader.varint()
    const kept = reader.varint()
    this.ticket = Uint8Array.from(readSlice(reader))
    this.mode = P.HELLO_AGAIN
    this.began = how
    this.isKept = kept > 0
    this.log.confirm(done, this.isKept ? kept - 1 : done)
    if (how === P.RESUMED) this.model?.resume(reader.varint())
    if (how < P.RESUMED) this.begin(reader, how)
    this.leaving?.close()
    this.leaving = null
    if (how > P.RESUMED) this.isReady = this.compare(reader)
    else this.isReady = how === P.ADOPT || how === P.RESUMED
    if (this.isReady) this.flush()
    this.settle()
  }

  private begin(reader: Reader, how: number): void {
    this.model = new Model(this.roots.length, how === P.ADOPT ? null : this.model)
    this.frames = 0
    if (this.follow && how === P.ADOPT) this.adopt(reader, this.model)
    // What it was adopted from was needed once; a thousand open pages need not keep it.
    this.roots = this.roots.map((root) => ({ ...root, children: [] }))
  }

  /** Answers to the sums of what the server would show; false when a frame will say what differs. */
  private compare(reader: Reader): boolean {
    this.frames = 0
    const { answer, isSame } = compare(reader, this.follow ? this.model : null)
    this.send(answer)
    return isSame
  }

  private adopt(reader: Reader, model: Model): void {
    for (const [i, { children }] of this.roots.entries()) adoptRoot(reader, model, i, children)
    applyFrame(reader, model, this.visit)
  }

  private frame(reader: Reader, head: number): void {
    const { bytes } = reader
    this.counts.frames++
    this.counts.frameBytes += bytes.length
    const done = this.log.done + (head & P.HAS_DONE ? reader.varint() : 0)
    const kept = this.durable + (head & P.HAS_DURABLE ? reader.varint() : 0)
    this.log.confirm(done, this.isKept ? kept : done)
    if (head & P.HAS_STRINGS && this.follow) reader.splitStrings(reader.varint())
    if (this.follow) applyFrame(reader, this.known(), this.visit)
    this.isReady = true
    this.frames++
    this.flush()
    // As a browser does: with the next event, else with every second frame.
    if (++this.applied > 1) this.send(message(P.ACK, this.takeApplied(), []))
    this.onFrame?.(bytes)
    this.settle()
  }

  private readonly visit = (kind: number, url: string): void => {
    if (kind === P.PAGE_LOAD) this.left = url
    else if (kind === P.PAGE_COMMAND) this.commands.push(url)
    else if (kind < P.PAGE_LOAD) this.url = url
  }

  /** What the present connection has not carried yet; from now on it has. */
  private unsent(): Entry[] {
    const { log } = this
    const entries = log.entries.slice(log.sent)
    log.sent = log.entries.length
    return entries
  }

  private get durable(): number {
    return this.log.first - 1
  }

  private record(entry: Entry): void {
    if (this.ended !== null || this.model === null) throw new Error(this.ended ?? 'not connected')
    if (this.socket === null && this.onLost === null) throw new Error('not connected')
    this.log.entries.push(entry)
    this.counts.events++
    this.flush()
  }

  private flush(): void {
    if (this.socket === null || !this.isReady) return
    for (const { type, body } of this.unsent()) {
      const bytes = message(type, this.takeApplied(), body)
      this.counts.eventBytes += bytes.length
      this.send(bytes)
    }
  }

  private send(bytes: Uint8Array): void {
    this.counts.bytesUp += bytes.length
    this.socket?.send(bytes)
  }

  private takeApplied(): number {
    const { applied } = this
    this.applied = 0
    return applied
  }

  private known(): Model {
    if (this.model === null) throw new Error('not connected yet')
    if (!this.follow)
      throw new Error('opened with `follow: false`: only counts and addresses are known')
    return this.model
  }

  private settle(): void {
    if (this.waiting.length === 0) return
    const isDone = (events: number): boolean => this.isReady && this.done >= events
    const due = this.waiting.filter(({ events }) => this.ended !== null || isDone(events))
    this.waiting = this.waiting.filter((waiting) => !due.includes(waiting))
    for (const { resolve, reject } of due) {
      if (this.ended === null) resolve()
      else reject(new Error(this.ended))
    }
  }

  private end(code: string): void {
    if (this.ended !== null) return
    this.ended = code
    this.leaving?.close()
    this.socket?.close()
    this.socket = null
    this.settle()
  }
}
