// A network between browser and gallery that can be cut, or held up.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

export class Proxy {
  private readonly server: Server
  private readonly target: URL
  private readonly sockets = new Set<Socket>()
  private isCut = false
  /** Connections that wait for `resume`. */
  private waiting: Socket[] | null = null

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

  /** Ends every connection, and every new one, until `restore`. */
  cut(): void {
    this.isCut = true
    for (const socket of this.sockets) socket.destroy()
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

  private join(socket: Socket): void {
    const further = connect(Number(this.target.port), this.target.hostname)
    for (const [one, other] of [
      [socket, further],
      [further, socket],
    ] as const) {
      this.sockets.add(one)
      one.on('error', () => {})
      one.on('close', () => {
        this.sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  }
}
