// A page as the server sees it: says HELLO, takes frames, acknowledges them as a browser does, sends events.
// Has no timers and no DOM. Must not know how bytes travel.
import * as P from '../wire/protocol.ts'
import { decodeText, Reader, readSlice, WireError } from '../wire/reader.ts'
import { varintBytes } from '../wire/writer.ts'
import { adoptRoot } from './adopt.ts'
import { digestOf } from './digest.ts'
import { applyFrame } from './frame.ts'
import type { PageRoot } from './html.ts'
import { listenersOf, textOf } from './listeners.ts'
import type { Listener } from './listeners.ts'
import {
  addressBody,
  formPayload,
  hello,
  inline,
  keyPayload,
  message,
  valuePayload,
} from './messages.ts'
import { Model } from './model.ts'

/** What carries messages to the server. */
export interface Socket {
  send(bytes: Uint8Array): void
  close(): void
}

/** What travelled so far: payloads only, without the headers of the WebSocket. */
export interface Counts {
  /** Events and changes of the address, with the acknowledgements that ride on them. */
  events: number
  eventBytes: number
  /** Everything that was sent: HELLO, events, acknowledgements, answers to pings. */
  bytesUp: number
  frames: number
  frameBytes: number
  /** Everything that was received. */
  bytesDown: number
  pings: number
  /** Handlers that failed. */
  faults: number
}

/**
 * Which of the elements that listen to an event: by position in the page (from 0), by a selector such as
 * `button#save.primary[type=submit]` (one element, no combinators), or by a test.
 */
export type Target = number | string | ((listener: Listener) => boolean)

interface Waiting {
  /** Resolved when the page is connected and this many events are done. */
  readonly events: number
  resolve(): void
  reject(error: Error): void
}

/** An open page. Made by `openPage`. */
export class PageClient {
  readonly counts: Counts = {
    events: 0,
    eventBytes: 0,
    bytesUp: 0,
    frames: 0,
    frameBytes: 0,
    bytesDown: 0,
    pings: 0,
    faults: 0,
  }
  /** The page's HTML, as it arrived. Set it to '' to save memory. */
  html: string
  /** The address that the page shows: path, query and fragment. */
  url: string
  /** How many events the server has handled. */
  done = 0
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
  private waiting: Waiting[] = []

  /** @internal */
  constructor(html: string, roots: readonly PageRoot[], url: string, follow: boolean) {
    this.html = html
    this.roots = roots
    this.url = url
    this.follow = follow
  }

  // What the page shows

  /** All text of the page's roots. */
  get text(): string {
    return this.known()
      .roots.map((root) => textOf(root.values[0]))
      .join('')
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
    const { block, slot, isSpread } = this.listener(event, target)
    this.fireAt(block, slot, isSpread ? [...inline(event), ...payload] : payload)
  }

  /** An event by address, whatever is there. For load, and to send what no browser would. */
  fireAt(block: number, slot: number, payload: readonly number[] = []): void {
    this.event(P.EVENT, [...varintBytes(block), ...varintBytes(slot), ...payload])
  }

  /** A followed link, or Back: the address changes within the page. */
  navigate(url: string): void {
    this.url = url
    this.event(P.URL_CHANGED, addressBody(url))
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
    this.send(hello(this.url, this.roots))
  }

  /** @internal The connection is lost. */
  disconnected(): void {
    this.end('connection lost')
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
      case P.FAULT:
        this.counts.faults++
        return
      case P.END:
        return this.end(decodeText(bytes.subarray(2)))
      default:
        throw new WireError('type')
    }
  }

  private welcome(reader: Reader): void {
    const how = reader.varint()
    this.done = reader.varint()
    reader.varint()
    readSlice(reader)
    this.model = new Model(this.roots.length)
    this.applied = 0
    if (this.follow && how === P.ADOPT) this.adopt(reader, this.model)
    // They were needed once; a thousand open pages need not keep them.
    this.roots = []
    this.isReady = how === P.ADOPT
    this.settle()
  }

  private adopt(reader: Reader, model: Model): void {
    for (const [i, { children }] of this.roots.entries()) {
      let digest = 0
      for (let shift = 0; shift < 32; shift += 8) digest |= reader.byte() << shift
      if (digest >>> 0 !== digestOf(children)) throw new WireError('digest')
      adoptRoot(reader, model, model.find(i), children)
    }
    applyFrame(reader, model, this.visit)
  }

  private frame(reader: Reader, head: number): void {
    const { bytes } = reader
    this.counts.frames++
    this.counts.frameBytes += bytes.length
    if (head & P.HAS_DONE) this.done += reader.varint()
    if (head & P.HAS_DURABLE) reader.varint()
    if (head & P.HAS_STRINGS && this.follow) reader.splitStrings(reader.varint())
    if (this.follow) applyFrame(reader, this.known(), this.visit)
    this.isReady = true
    // As a browser does: with the next event, else with every second frame.
    if (++this.applied > 1) this.send(message(P.ACK, this.takeApplied(), []))
    this.onFrame?.(bytes)
    this.settle()
  }

  private readonly visit = (kind: number, url: string): void => {
    if (kind === P.PAGE_LOAD) this.left = url
    else this.url = url
  }

  private event(type: number, body: readonly number[]): void {
    if (this.socket === null || this.model === null) throw new Error(this.ended ?? 'not connected')
    const bytes = message(type, this.takeApplied(), body)
    this.counts.events++
    this.counts.eventBytes += bytes.length
    this.send(bytes)
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
    const due = this.waiting.filter(
      ({ events }) => this.ended !== null || (this.isReady && this.done >= events),
    )
    this.waiting = this.waiting.filter((waiting) => !due.includes(waiting))
    for (const { resolve, reject } of due) {
      if (this.ended === null) resolve()
      else reject(new Error(this.ended))
    }
  }

  private end(code: string): void {
    if (this.ended !== null) return
    this.ended = code
    this.socket?.close()
    this.socket = null
    this.settle()
  }
}
