// The face for `node:http` and everything that is built on it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer } from './answer.ts'
import { addressOf, hostOf, schemeOf } from './forwarded.ts'
import type { TrustProxy } from './forwarded.ts'
import type { Visit } from './visit.ts'

/** Express keeps the whole address apart, because it takes prefixes off; and the body that a parser has read. */
type AnyRequest = IncomingMessage & {
  readonly originalUrl?: string
  readonly body?: unknown
  readonly readableDidRead?: boolean
}

export function visitOfNode(req: AnyRequest, trustProxy: TrustProxy): Visit {
  const { pathname, search } = targetOf(req)
  return {
    method: req.method ?? 'GET',
    path: pathname,
    search,
    address: addressOf(req, trustProxy),
    header: (name) => {
      const value = req.headers[name]
      return value === undefined ? null : String(value)
    },
    // Whoever stops in the middle still answers.
    body: () => req.iterator({ destroyOnReturn: false }),
    request: () => toRequest(req, trustProxy),
    parsed: () => (req.readableDidRead ? (req.body ?? null) : null),
  }
}

/** Path and query. Proxies may send an absolute address, of which the rest is left out. */
export function targetOf(req: AnyRequest): URL {
  const url = req.originalUrl ?? req.url ?? '/'
  if (url.startsWith('/')) return new URL(`http://page.invalid${url}`)
  return new URL(URL.canParse(url) ? url : 'http://page.invalid/')
}

function toRequest(req: AnyRequest, trustProxy: TrustProxy): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    // HTTP/2 keeps the request line among them.
    if (value !== undefined && !name.startsWith(':')) headers.set(name, String(value))
  }
  const { pathname, search } = targetOf(req)
  const origin = `${schemeOf(req, trustProxy) ?? 'http'}://${hostOf(req, trustProxy)}`
  const url = (URL.canParse(origin) ? new URL(origin).origin : 'http://page.invalid') + pathname
  return new Request(url + search, { method: methodOf(req), headers })
}

// `Request` refuses these; nobody here answers them.
const methodOf = ({ method = 'GET' }: IncomingMessage): string =>
  /^(CONNECT|TRACE|TRACK)$/i.test(method) ? 'OPTIONS' : method

export function sendAnswer(
  { status, headers, body, cookies = [] }: Answer,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  // The application may have set some of its own.
  for (const cookie of cookies) res.appendHeader('Set-Cookie', cookie)
  res.writeHead(status, headers)
  res.end(req.method === 'HEAD' || body === null ? undefined : body)
}
