// The browser's end of the connection of a page in a DOM library; the other end is the session.
import type { Transport } from '../../src/session/downstream.ts'
import { HELLO_DAMAGED, HELLO_RELOADED } from '../../src/wire/protocol.ts'
import { readUpstream } from '../../src/wire/upstream.ts'
import type { Hello } from '../../src/wire/upstream.ts'
import type { TestPage } from './page.ts'

/** A socket whose other end is the session. */
export class FakeSocket {
  static readonly OPEN = 1
  readyState = 0
  binaryType = ''
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  private readonly page: TestPage
  transport: Transport | null = null
  private readonly hold: Uint8Array[] = []
  /** While true, nothing arrives at the server. */
  stalled = false

  constructor(page: TestPage) {
    this.page = page
    page.socket = this
    queueMicrotask(() => {
      if (!page.online) return this.drop()
      this.readyState = 1
      this.onopen?.()
    })
  }

  send(message: Uint8Array): void {
    const bytes = Uint8Array.from(message)
    if (this.stalled) {
      this.hold.push(bytes)
      return
    }
    this.page.up.push(bytes)
    queueMicrotask(() => this.deliver(bytes))
  }

  release(): void {
    this.stalled = false
    for (const bytes of this.hold.splice(0)) this.send(bytes)
  }

  private deliver(bytes: Uint8Array): void {
    if (this.readyState !== 1) return
    if (this.transport !== null) return this.page.session.link.receive(bytes, this.transport)
    const said = readUpstream(bytes) as Hello
    const { session, isDistrusted, isReloaded } = this.page
    const mode = isReloaded ? HELLO_RELOADED : isDistrusted ? HELLO_DAMAGED : said.mode
    const hello = { ...said, mode }
    this.transport = {
      send: (down) => {
        down = this.page.onTheWay(down)
        this.page.down.push(down)
        queueMicrotask(
          () => this.readyState === 1 && this.onmessage?.({ data: Uint8Array.from(down).buffer }),
        )
      },
      close: () => queueMicrotask(() => this.drop()),
      pause: () => {},
    }
    session.link.attach(this.transport, hello, this.page.beginning(hello))
  }

  /** The connection is lost, both ways. */
  drop(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    if (this.transport !== null) this.page.session.link.detach(this.transport)
    this.onclose?.({ code: 1006 })
  }

  /** As in a browser, whoever closes a socket is told later. */
  close(): void {
    if (this.readyState === 1) this.readyState = 2
    queueMicrotask(() => this.drop())
  }
}
