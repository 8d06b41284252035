// Opens many pages cheaply: just enough of HTTP and of HELLO to be live.
import { Agent, get } from 'node:http'
import { openPage } from 'pantograph/testing'
import { Connection, framed } from './connection.ts'
import type { Server } from './processes.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 16 })
const AT_ONCE = 16
const WELCOME = 1
/** Which parts of the browser runtime it takes: told before. */
const NEED = 6
/** What a browser answers to the first heartbeat: from then on the server knows that it has its HTML. */
const PONG = 3

function fetchHtml(url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(Buffer.concat(chunks).toString()))
    }).on('error', reject)
  })
}

const inline = (text: string): number[] => {
  const bytes = Buffer.from(text)
  const { length } = bytes
  return length < 128 ? [length, ...bytes] : [(length & 127) | 128, length >> 7, ...bytes]
}

/** A live page of ours. */
export async function openOurs(server: Server, path: string): Promise<Connection> {
  const html = await fetchHtml(new URL(path, server.url))
  const token = /data-session="([^"]*)"/.exec(html)?.[1]
  if (token === undefined) throw new Error(`no root in ${html}`)
  const connection = await Connection.open(server.port, '/_pantograph/socket', 'pantograph.1')
  // No ticket, no checkpoint, no frame, and a log that begins with event 1 and is empty.
  const past = [0, 0, 0, 1, 0]
  const hello = [1, 1, 0, ...inline(path), 1, ...inline('r0'), ...inline(token), ...past]
  await new Promise<void>((resolve, reject) => {
    connection.onMessage = (message) => {
      const kind = (message[0] as number) & 7
      if (kind === WELCOME) resolve()
      else if (kind !== NEED) reject(new Error(message.toString()))
    }
    connection.write(framed(hello))
  })
  connection.write(framed([PONG]))
  return connection
}

/** A socket of the floor, after the same request for a page. */
export async function openFloor(server: Server, path: string): Promise<Connection> {
  await fetchHtml(new URL(path, server.url))
  return Connection.open(server.port, '/', 'none')
}

/** Many connections, a few at a time. */
export async function openMany(
  count: number,
  open: () => Promise<Connection>,
): Promise<Connection[]> {
  const connections: Connection[] = []
  let left = count
  const worker = async (): Promise<void> => {
    while (left-- > 0) connections.push(await open())
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return connections
}

/** The numbers of block and slot of the button of `/counter`. */
export async function placeOfButton(server: Server): Promise<readonly [number, number]> {
  const page = await openPage(`${server.url}counter`)
  const { block, slot } = page.listener('click', 'button')
  page.close()
  return [block, slot]
}
