// A network between browser and server that can be cut, held up, or made to fall silent, and that can speak for the
// server: as a captive portal, or with a close code of its own.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { Transform } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'

const UPGRADE = /^upgrade: websocket/im

/** A connection through here. */
interface Passage {
  readonly browser: Socket
  readonly server: Socket
  isWebSocket: boolean
}

export class Proxy {
  /** How many WebSockets were asked for. */
  asked = 0
  /** Milliseconds that a message and its answer take, on connections that are made from now on. */
  latency = 0
  private readonly server: Server
  private target: URL
  private readonly passages = new Set<Passage>()
  /** Those that lead nowhere. */
  private readonly stranded = new Set<Socket>()
  private isCut = false
  /** Connections that wait for `resume`. */
  private waiting: Socket[] | null = null
  private answer: string | null = null
  private answered = UPGRADE

  private constructor(target: string) {
    this.target = new URL(target)
    this.server = createServer((socket) => this.accept(socket))
  }

  static async to(target: string): Promise<Proxy> {
    const proxy = new Proxy(target)
    proxy.server.listen(0, '127.0.0.1')
    await once(proxy.server, 'listening')
    return proxy
  }

  /** The address of a page, through here. */
  at(path: string): string {
    const { port } = this.server.address() as AddressInfo
    return `http://127.0.0.1:${port}${path}`
  }

  /** New connections lead to another server. */
  turnTo(target: string): void {
    this.target = new URL(target)
  }

  /** How many WebSockets go through here. */
  get webSockets(): number {
    return [...this.passages].filter(({ isWebSocket }) => isWebSocket).length
  }

  /** Ends every connection, and every new one, until `restore`. */
  cut(): void {
    this.isCut = true
    for (const { browser, server } of this.passages) {
      browser.destroy()
      server.destroy()
    }
    for (const socket of this.stranded) socket.destroy()
  }

  restore(): void {
    this.isCut = false
  }

  /** New connections get nowhere until `resume`; those that are there go on. */
  hold(): void {
    this.waiting = []
  }

  resume(): void {
    const waiting = this.waiting ?? []
    this.waiting = null
    for (const socket of waiting) this.join(socket)
  }

  /**
   * From now on nothing goes through the WebSockets that are there, or wait for `resume`, and neither side is told.
   * New ones work. What else there is ends: browsers keep connections for requests to come.
   */
  silence(): void {
    for (const socket of this.waiting ?? []) this.strand(socket)
    this.waiting = null
    for (const passage of this.passages) {
      const { browser, server, isWebSocket } = passage
      if (!isWebSocket) browser.destroy()
      else {
        this.passages.delete(passage)
        for (const socket of [browser, server]) this.strand(socket)
      }
    }
  }

  private strand(socket: Socket): void {
    this.stranded.add(socket)
    socket.unpipe()
    socket.removeAllListeners('close')
    // Read and forgotten, so that the sender does not notice.
    socket.resume()
  }

  /** A new connection that asks for this gets this HTTP answer instead, until null. Default: every WebSocket. */
  answerWith(answer: string | null, to = UPGRADE): void {
    this.answer = answer
    this.answered = to
  }

  /** The server seems to close every WebSocket with this code; 1006 is no code at all, but a lost connection. */
  closeWith(code: number): void {
    for (const { browser, server, isWebSocket } of this.passages) {
      if (!isWebSocket) continue
      server.unpipe()
      server.destroy()
      if (code !== 1006) browser.write(Buffer.from([0x88, 2, code >> 8, code & 255]))
      browser.end()
    }
  }

  close(): void {
    this.cut()
    this.server.close()
  }

  private accept(socket: Socket): void {
    socket.on('error', () => {})
    if (this.isCut) socket.destroy()
    else if (this.waiting !== null) this.waiting.push(socket)
    else this.join(socket)
  }

  /** One way through the network: everything arrives half of the latency later, in order. */
  private path(): Transform {
    // Whoever left later does not arrive sooner, though the latency has changed since.
    let arrived: Promise<unknown> = Promise.resolve()
    const path: Transform = new Transform({
      transform: (chunk, _, done) => {
        const before = arrived
        arrived = pause(this.latency / 2)
          .then(() => before)
          .then(() => path.push(chunk))
        done()
      },
      // What is under way arrives before the end does.
      flush: async (done) => {
        await arrived
        await pause(this.latency / 2)
        done()
      },
    })
    return path
  }

  private join(browser: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname)
    const passage = { browser, server, isWebSocket: false }
    this.passages.add(passage)
    server.on('error', () => {})
    browser.once('data', (first) => {
      const request = first.toString('latin1')
      passage.isWebSocket = UPGRADE.test(request)
      if (passage.isWebSocket) this.asked++
      if (this.answer !== null && this.answered.test(request)) return void browser.end(this.answer)
      server.write(first)
      if (this.latency > 0) {
        browser.pipe(this.path()).pipe(server)
        server.pipe(this.path()).pipe(browser)
      } else {
        browser.pipe(server)
        server.pipe(browser)
      }
    })
    for (const [one, other] of [
      [browser, server],
      [server, browser],
    ] as const) {
      one.on('close', () => {
        this.passages.delete(passage)
        // What was written is still sent.
        if (!other.writableEnded) other.destroy()
      })
    }
  }
}
