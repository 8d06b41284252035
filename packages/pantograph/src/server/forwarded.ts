// Who asks, and under which name: the connection's own word, or that of proxies in front of it, if they are
// to be believed.
import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import type { TLSSocket } from 'node:tls'

/** Whether proxies are believed: not at all, one, or that many in a row. */
export type TrustProxy = boolean | number

/** The host (with port) that the browser used. */
export function hostOf(req: IncomingMessage, trustProxy: TrustProxy): string {
  const forwarded = trustProxy ? first(req.headers['x-forwarded-host']) : undefined
  // HTTP/2 has no Host header.
  return forwarded ?? req.headers.host ?? first(req.headers[':authority']) ?? 'localhost'
}

/** `http` or `https`; null when only a proxy could know that is not believed. */
export function schemeOf(req: IncomingMessage, trustProxy: TrustProxy): 'http' | 'https' | null {
  if ((req.socket as Partial<TLSSocket>).encrypted) return 'https'
  const forwarded = trustProxy ? first(req.headers['x-forwarded-proto'])?.toLowerCase() : undefined
  return forwarded === 'https' || forwarded === 'http' ? forwarded : null
}

/**
 * The network address of the browser, of IPv6 the network. Each proxy adds the address that it sees at the end of
 * `X-Forwarded-For`; what stands before those of our own proxies is what the browser claims.
 */
export function addressOf(req: IncomingMessage, trustProxy: TrustProxy): string {
  const direct = req.socket.remoteAddress ?? ''
  const hops = Number(trustProxy)
  if (hops === 0) return networkOf(direct)
  const chain = items(req.headers['x-forwarded-for'])
  return networkOf(chain.at(-hops) ?? chain[0] ?? direct)
}

/** What one subscriber has: an IPv4 address, or an IPv6 network of 64 bits. RFC 6177. */
function networkOf(address: string): string {
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(address) ?? []
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`
}

const first = (header: string | string[] | undefined): string | undefined => items(header)[0]

const items = (header: string | string[] | undefined): string[] =>
  String(header ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
