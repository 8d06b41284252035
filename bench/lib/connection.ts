// A WebSocket client with next to no cost of its own, so that the server under test is what is measured:
// frames by hand on a TCP socket, with a mask of zeros. Short messages up, any down.
import { connect } from 'node:net'
import type { Socket } from 'node:net'

const HANDSHAKE_END = '\r\n\r\n'
const MASK = 0x80
const BINARY = 0x82

export class Connection {
  /** Called with each message. */
  onMessage: (message: Buffer) => void = () => {}
  private readonly socket: Socket
  private rest: Buffer | null = null

  private constructor(socket: Socket) {
    this.socket = socket
  }

  static open(port: number, path: string, subprotocol: string): Promise<Connection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const connection = new Connection(socket)
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\n` +
        'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\nSec-WebSocket-Protocol: ${subprotocol}\r\n\r\n`,
    )
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.once('data', (data) => {
        const end = data.indexOf(HANDSHAKE_END)
        if (!data.toString('latin1').startsWith('HTTP/1.1 101') || end < 0) {
          return reject(new Error(data.toString('latin1')))
        }
        socket.off('error', reject)
        socket.on('error', () => {})
        socket.on('data', (more) => connection.read(more))
        resolve(connection)
        const rest = data.subarray(end + HANDSHAKE_END.length)
        // After whoever waits for the connection has said what it does with messages.
        if (rest.length > 0) setImmediate(() => connection.read(rest))
      })
    })
  }

  /** Sends a message that is framed already. */
  write(framed: Uint8Array): void {
    this.socket.write(framed)
  }

  close(): void {
    this.socket.destroy()
  }

  private read(data: Buffer): void {
    const bytes = this.rest === null ? data : Buffer.concat([this.rest, data])
    let at = 0
    while (bytes.length - at >= 2) {
      const { start, length } = payloadAt(bytes, at)
      if (start < 0 || bytes.length < start + length) break
      at = start + length
      this.onMessage(bytes.subarray(start, at))
    }
    this.rest = at === bytes.length ? null : bytes.subarray(at)
  }
}

/** Where the payload of the frame at `at` is; `start` below 0 when that is not there yet. */
function payloadAt(bytes: Buffer, at: number): { start: number; length: number } {
  const short = (bytes[at + 1] as number) & 127
  if (short < 126) return { start: at + 2, length: short }
  const size = short === 126 ? 2 : 8
  if (bytes.length < at + 2 + size) return { start: -1, length: 0 }
  const length = size === 2 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
  return { start: at + 2 + size, length }
}

/** A message as a browser's frame. */
export function framed(message: readonly number[] | Uint8Array): Buffer {
  const { length } = message
  const head =
    length < 126 ? [BINARY, MASK | length] : [BINARY, MASK | 126, length >> 8, length & 255]
  return Buffer.from([...head, 0, 0, 0, 0, ...message])
}
