// Opens a page: fetches its HTML and connects, with Node's fetch and `ws`.
import { WebSocket } from 'ws'
import { SUBPROTOCOL } from '../wire/protocol.ts'
import { PageClient } from './client.ts'
import { findRoots, findScript } from './html.ts'

const MOVE_PAUSE = 500

/** Options of `openPage`. */
export interface OpenOptions {
  /** The Origin header of the connection. Default: the page's own origin. */
  readonly origin?: string
  /** The Cookie header of the request and of the connection. */
  readonly cookie?: string
  /**
   * Whether to follow what the page shows. Without, frames are only counted and events must be sent by
   * address (`fireAt`): for load tests. Default: true.
   */
  readonly follow?: boolean
  /**
   * Whether a lost connection is made again, as a browser does; else the page ends with it. Pauses are in
   * milliseconds, each attempt twice as long after the last, up to the second number. Default: false.
   */
  readonly reconnect?: readonly [first: number, longest: number] | false
  /** Where connections go instead of the page's own origin, such as a proxy: asked for each one. */
  readonly via?: () => string
}

/**
 * Opens a page of an App as a browser does, without a browser: fetches the HTML, connects, adopts.
 * Resolves when the page is live.
 *
 * @param url the page's full address
 * @throws Error when the page cannot be fetched, has no roots, or is refused (with the error code).
 * @example
 * const page = await openPage('http://localhost:3000/counter')
 * page.click('button')
 * await page.idle()
 * assert.match(page.text, /Clicked 1 times/)
 * page.close()
 */
export async function openPage(url: string, options: OpenOptions = {}): Promise<PageClient> {
  const headers: Record<string, string> =
    options.cookie === undefined ? {} : { cookie: options.cookie }
  const response = await fetch(url, { headers })
  const html = await response.text()
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`)
  const script = findScript(html)
  const roots = findRoots(html)
  if (script === null || roots.length === 0)
    throw new Error(`${url}: no roots, or no browser runtime`)
  const page = new URL(response.url)
  const socketUrl = new URL('socket', new URL(script, page))
  socketUrl.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:'
  const shown = page.pathname + page.search + new URL(url).hash
  const client = new PageClient(html, roots, shown, options.follow ?? true)
  const connect = (): WebSocket => {
    const target = options.via ? new URL(socketUrl.pathname, options.via()) : socketUrl
    const socket = new WebSocket(target, SUBPROTOCOL, {
      origin: options.origin ?? page.origin,
      headers,
      perMessageDeflate: false,
    })
    socket.on('open', () => client.connected(socket))
    socket.on('message', (bytes: Buffer) => client.receive(bytes))
    socket.on('close', () => client.disconnected(socket))
    socket.on('error', () => {})
    return socket
  }
  if (options.reconnect) comeBack(client, connect, options.reconnect)
  const first = connect()
  return new Promise((resolve, reject) => {
    // A refused upgrade says why here; later errors are followed by `close`.
    if (!options.reconnect) first.on('error', reject)
    client.idle().then(() => resolve(client), reject)
  })
}

/** Connects again after each loss, with growing pauses. */
function comeBack(
  client: PageClient,
  connect: () => unknown,
  [first, longest]: readonly [number, number],
): void {
  let losses = 0
  // As browsers do: pages of a server that goes down spread over this time.
  client.onMove = () => void setTimeout(connect, Math.random() * MOVE_PAUSE)
  client.onLost = () => {
    if (client.began !== -1 && client.isFreshlyLost) losses = 0
    const pause = Math.min(longest, first * 2 ** losses++)
    // Jitter, so that a server that comes back is not met by everybody at once.
    setTimeout(connect, pause * (0.5 + Math.random() / 2))
  }
}
