// Which pages may open a socket: those of the same origin as the socket, and those that were named. A
// browser cannot lie about the Origin header, and this is the only check that stands before cookies count.
import type { IncomingMessage } from 'node:http'
import { hostOf, schemeOf } from './forwarded.ts'
import type { Settings } from './options.ts'

/** Why a page of that origin may not connect; null when it may. */
export function originProblem(
  req: IncomingMessage,
  { origins, trustProxy }: Pick<Settings, 'origins' | 'trustProxy'>,
): string | null {
  const { origin } = req.headers
  if (origin === undefined) return 'The Origin header is missing'
  if (origins.includes(origin)) return null
  // Behind a proxy that is not believed, the scheme is not known; the host has to do.
  const scheme = schemeOf(req, trustProxy)
  const schemes = scheme === null ? ['http', 'https'] : [scheme]
  const host = hostOf(req, trustProxy)
  if (schemes.some((one) => originOf(`${one}://${host}`) === origin)) return null
  return `Pages of ${origin} may not connect here`
}

/** As a browser writes it: in small letters, without the scheme's own port. */
const originOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).origin : null)
