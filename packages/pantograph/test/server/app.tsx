// An App on a free port, and a raw client that speaks to it byte by byte. For the tests beside this file.
import { WebSocket } from 'ws'
import { createApp } from '../../src/server/index.ts'
import type { App, AppOptions, Listening } from '../../src/server/index.ts'
import { onTestFinished } from 'vitest'
import * as P from '../../src/wire/protocol.ts'
import { Reader, readSlice } from '../../src/wire/reader.ts'

export const SECRET = 'a secret that is long enough for everyone'

export interface Line {
  readonly level: string
  readonly message: string
  readonly data: Record<string, unknown>
}

/** An App that ends with the test, its server, and what it logs. */
export async function start(
  define: (app: App) => void,
  options: AppOptions = {},
): Promise<{ app: App; server: Listening; log: Line[] }> {
  const log: Line[] = []
  const write = (level: string) => (data: object, message: string) => {
    log.push({ level, message, data: data as Record<string, unknown> })
  }
  const app = createApp({
    secret: SECRET,
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    ...options,
  })
  define(app)
  const server = await app.listen(0)
  onTestFinished(() => app.close())
  return { app, server, log }
}

const bytesOf = (text: string): number[] => {
  const bytes = [...Buffer.from(text)]
  return [...varint(bytes.length), ...bytes]
}

export const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]

/** What a WELCOME gives to come back with. */
export function ticketOf(welcome: Buffer | null): Uint8Array {
  const head = welcome?.[0] ?? 0
  if (welcome === null || (head & 7) !== P.WELCOME) throw new Error(`no WELCOME but ${head}`)
  const reader = new Reader(welcome)
  reader.byte()
  if (head & P.HAS_STRINGS) reader.varint()
  for (let i = 0; i < 3; i++) reader.varint()
  return Uint8Array.from(readSlice(reader))
}

export interface Root {
  readonly id: string
  readonly token: string
}

/** The roots of a page's HTML. */
export function rootsOf(html: string): Root[] {
  return [...html.matchAll(/data-id="([^"]+)" data-component="[^"]*" data-session="([^"]+)"/g)].map(
    ([, id = '', token = '']) => ({ id, token }),
  )
}

export function hello(
  roots: readonly Root[],
  {
    version = P.PROTOCOL_VERSION,
    url = '/',
    ticket = null as Uint8Array | null,
    frame = 0,
    first = 1,
    log = [] as readonly number[][],
  } = {},
): Uint8Array {
  return Uint8Array.from([
    P.HELLO,
    ...varint(version),
    ticket === null ? P.HELLO_FIRST : P.HELLO_AGAIN,
    ...bytesOf(url),
    ...varint(roots.length),
    ...roots.flatMap(({ id, token }) => [...bytesOf(id), ...bytesOf(token)]),
    ...varint(ticket?.length ?? 0),
    ...(ticket ?? []),
    0,
    ...varint(frame),
    ...varint(first),
    ...varint(log.length),
    ...log.flat(),
  ])
}

/** A socket whose messages can be awaited. */
export class RawClient {
  readonly socket: WebSocket
  private readonly messages: Buffer[] = []
  private wake: (() => void) | null = null
  closed: { code: number; reason: string } | null = null

  constructor(
    server: Listening,
    options: { origin?: string | undefined; cookie?: string; path?: string } = {},
  ) {
    const url = new URL(options.path ?? '_pantograph/socket', server.url)
    const origin = 'origin' in options ? options.origin : new URL(server.url).origin
    this.socket = new WebSocket(url.href.replace('http', 'ws'), P.SUBPROTOCOL, {
      ...(origin === undefined ? {} : { origin }),
      headers: options.cookie === undefined ? {} : { cookie: options.cookie },
    })
    this.socket.on('message', (data: Buffer) => {
      this.messages.push(data)
      this.wake?.()
    })
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() }
      this.wake?.()
    })
    this.socket.on('error', (error) => {
      this.error = error
      this.wake?.()
    })
    onTestFinished(() => this.socket.terminate())
  }

  error: Error | null = null

  async open(): Promise<this> {
    await this.until(() => this.socket.readyState !== WebSocket.CONNECTING)
    return this
  }

  send(bytes: Uint8Array | string): void {
    this.socket.send(bytes)
  }

  /** The next message; null when the socket has closed instead. */
  async next(): Promise<Buffer | null> {
    await this.until(() => this.messages.length > 0 || this.closed !== null)
    return this.messages.shift() ?? null
  }

  /** The code of END, which must be the next message. */
  async end(): Promise<{ action: number; code: string }> {
    const message = await this.next()
    if (message?.[0] !== P.END) throw new Error(`no END but ${message?.toString('hex')}`)
    return { action: message[1] as number, code: message.subarray(2).toString() }
  }

  async close(): Promise<{ code: number; reason: string }> {
    await this.until(() => this.closed !== null)
    return this.closed as { code: number; reason: string }
  }

  private async until(done: () => boolean): Promise<void> {
    const deadline = Date.now() + 20_000
    while (!done()) {
      if (Date.now() > deadline) throw new Error('timed out')
      await new Promise<void>((resolve) => {
        this.wake = resolve
        setTimeout(resolve, 20)
      })
    }
  }
}

/** Fetches a page and connects to its session. */
export async function visit(
  server: Listening,
  path = '',
): Promise<{ client: RawClient; html: string; roots: Root[] }> {
  const html = await (await fetch(new URL(path, server.url))).text()
  const roots = rootsOf(html)
  const client = await new RawClient(server).open()
  client.send(hello(roots, { url: new URL(path, server.url).pathname }))
  return { client, html, roots }
}
