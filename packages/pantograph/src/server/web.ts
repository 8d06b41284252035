// Between node:http and the web's Request and Response. Knows nothing of pages.
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Express keeps the whole address apart, because it takes prefixes off. */
type AnyRequest = IncomingMessage & { readonly originalUrl?: string }

/** The request without its body: the App answers none that has one. */
export function toRequest(req: AnyRequest, trustProxy: boolean): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined && !name.startsWith(':')) headers.set(name, String(value))
  }
  const url = `http://${hostOf(req, trustProxy)}${pathOf(req)}`
  return new Request(URL.canParse(url) ? url : `http://invalid${pathOf(req)}`, {
    method: methodOf(req),
    headers,
  })
}

// `Request` refuses some methods and forbids others; nobody here answers them.
const methodOf = (req: IncomingMessage): string =>
  /^(CONNECT|TRACE|TRACK)$/i.test(req.method ?? '') ? 'OPTIONS' : (req.method ?? 'GET')

/** Path and query. An absolute address (as proxies send) is cut. */
export function pathOf(req: AnyRequest): string {
  const url = req.originalUrl ?? req.url ?? '/'
  if (url.startsWith('/')) return url.replace(/^\/\/+/, '/')
  return URL.canParse(url) ? new URL(url).pathname : '/'
}

/** The host that the browser used. */
export function hostOf(req: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? first(req.headers['x-forwarded-host']) : undefined
  return forwarded ?? req.headers.host ?? 'localhost'
}

/** The network address of the browser. */
export function addressOf(req: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? first(req.headers['x-forwarded-for']) : undefined
  return forwarded ?? req.socket.remoteAddress ?? ''
}

const first = (header: string | string[] | undefined): string | undefined =>
  (Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim() || undefined

/** Sends a response whose body is there already. */
export async function send(
  response: Response,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer())
  res.statusCode = response.status
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') res.setHeader(name, value)
  }
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) res.appendHeader('set-cookie', cookies)
  if (!response.headers.has('content-length') && response.status !== 304) {
    res.setHeader('Content-Length', body.length)
  }
  res.end(req.method === 'HEAD' ? undefined : body)
}
