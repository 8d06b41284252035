// A page's connection, by hand: what comes is read or not.
import { once } from 'node:events'
import { WebSocket } from 'ws'

const WELCOME = 1

export interface ByHand {
  readonly socket: WebSocket
  /** Resolves with what `close` tells. */
  readonly closed: Promise<unknown[]>
}

/** Opens a page and connects it; resolves when it is welcome. */
export async function connectByHand(url: string, path: string): Promise<ByHand> {
  const html = await (await fetch(new URL(path, url))).text()
  const token = /data-session="([^"]*)"/.exec(html)?.[1] ?? ''
  const socket = dial(url)
  const closed = once(socket, 'close')
  await once(socket, 'open')
  // HELLO: docs/protocol.md.
  const hello = [1, 1, 0, ...inline(path), 1, ...inline('r0'), ...inline(token), 0, 0, 0, 1, 0]
  socket.send(Uint8Array.from(hello))
  const [welcome] = (await once(socket, 'message')) as [Buffer]
  if (((welcome[0] ?? 0) & 7) !== WELCOME) throw new Error('it is not welcome')
  return { socket, closed }
}

/** A connection that has not said anything yet, and whose errors nobody wants to hear of. */
export function dial(url: string): WebSocket {
  const socket = new WebSocket(new URL('/_pantograph/socket', url), 'pantograph.1', {
    origin: new URL(url).origin,
  })
  socket.on('error', () => {})
  return socket
}

function inline(text: string): number[] {
  const bytes = Buffer.from(text)
  return [(bytes.length & 127) | 128, bytes.length >> 7, ...bytes]
}
