// One socket, before and after it has a session. Its listeners are shared by all sockets and the request is
// not kept, so that a connection costs little more than its socket.
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { endMessage } from '../session/messages.ts'
import type { Transport } from '../session/downstream.ts'
import type { Session } from '../session/session.ts'
import { RELOAD } from '../wire/protocol.ts'
import { binaryMessage } from './binary-message.ts'

const CLOSE_UNSUPPORTED = 1003
const CLOSE_POLICY = 1008
const CLOSE_HELLO = 4408
/** Bytes that may wait in this process for a browser to read. Only one that acknowledges what it has not read gets here. */
const MOST_UNREAD = 8 * 1024 * 1024

type Socket = WebSocket & { connection?: Connection }

/** What a connection needs of whoever takes it. */
export interface ConnectionHost {
  /** The first message has come. */
  greet(connection: Connection, bytes: Uint8Array): Promise<void>
  /** It has a session now, or is gone. Called once. */
  onSettled(connection: Connection): void
  /** It is closed. Called once. */
  onClosed(connection: Connection): void
  /** It reads too little of what it is sent, and is being cut. */
  onSlow(connection: Connection): void
}

export class Connection implements Transport {
  readonly user: string | null
  readonly address: string
  session: Session | null = null
  private readonly socket: Socket
  /** What the socket writes to. */
  private readonly stream: Duplex
  private readonly host: ConnectionHost
  /** HELLO is being answered. */
  private isGreeting = false
  private isSettled = false
  private timer: NodeJS.Timeout | null

  /** @param patience how long the browser may take to say HELLO, in milliseconds */
  constructor(
    socket: WebSocket,
    stream: Duplex,
    host: ConnectionHost,
    visitor: { readonly user: string | null; readonly address: string },
    patience: number,
  ) {
    this.socket = socket
    this.stream = stream
    this.host = host
    this.user = visitor.user
    this.address = visitor.address
    this.timer = setTimeout(() => this.close(CLOSE_HELLO, 'no HELLO'), patience)
    this.socket.connection = this
    socket.on('error', ignore)
    socket.on('message', onMessage)
    socket.on('close', onClose)
  }

  /** One message may be of any size; another one has to wait until most of it is read. */
  send(bytes: Uint8Array): void {
    if (this.socket.bufferedAmount > MOST_UNREAD && this.isOpen) return this.cut()
    // Past `ws`, which never keeps a message back here: nothing is compressed, and every payload is bytes.
    if (this.isOpen) this.stream.write(binaryMessage(bytes))
  }

  private cut(): void {
    this.host.onSlow(this)
    this.terminate()
  }

  /** Ends it without a word. */
  terminate(): void {
    this.socket.terminate()
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason)
  }

  pause(pause: boolean): void {
    if (pause) this.socket.pause()
    else this.socket.resume()
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN
  }

  /** Hands what comes from now on to a session. */
  join(session: Session): void {
    this.session = session
    this.settle()
  }

  /** Ends a connection that has no session. */
  refuse(code: string, action: number): void {
    this.send(endMessage(code, action))
    this.close(CLOSE_POLICY, code)
  }

  receive(data: Buffer, isBinary: boolean): void {
    if (!isBinary) return this.close(CLOSE_UNSUPPORTED, 'binary only')
    if (this.session !== null) return this.session.link.receive(data, this)
    // Nothing may follow HELLO before WELCOME.
    if (this.isGreeting) return this.refuse('PG_WIRE', RELOAD)
    this.isGreeting = true
    this.stopWaiting()
    void this.host.greet(this, data)
  }

  closed(): void {
    this.stopWaiting()
    this.settle()
    this.session?.link.detach(this)
    this.host.onClosed(this)
  }

  private settle(): void {
    if (this.isSettled) return
    this.isSettled = true
    this.host.onSettled(this)
  }

  private stopWaiting(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }
}

function ignore(): void {}

function onMessage(this: Socket, data: Buffer, isBinary: boolean): void {
  this.connection?.receive(data, isBinary)
}

function onClose(this: Socket): void {
  this.connection?.closed()
}
