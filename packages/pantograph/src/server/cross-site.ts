// Whether a request that changes something comes from a page of ours: what browsers say of that, and no page can forge.
import type { Settings } from './options.ts'
import type { Visit } from './visit.ts'

/** Whether another site's page may have sent it. Of what is no browser, nothing is known: its token has to do. */
export function isCrossSite(visit: Visit, { origins }: Pick<Settings, 'origins'>): boolean {
  const origin = visit.header('origin')
  if (origin !== null && origins.includes(origin)) return false
  const site = visit.header('sec-fetch-site')
  // `none`: the user has done it by themselves, as by going back to a page.
  if (site !== null) return site !== 'same-origin' && site !== 'none'
  if (origin === null) return false
  // Behind a proxy that is not believed, the scheme is not known; the host has to do.
  return !URL.canParse(origin) || new URL(origin).host !== new URL(visit.request().url).host
}
