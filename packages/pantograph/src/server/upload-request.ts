// What a request for an upload must say before anybody looks at its ticket: https://tus.io/protocols/resumable-upload
import { textAnswer } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Visit } from './visit.ts'

const VERSION = '1.0.0'
/** In every answer. */
export const TUS = { 'Tus-Resumable': VERSION }
export const TUS_OPTIONS = { ...TUS, 'Tus-Version': VERSION }

const ALLOWED = 'HEAD, PATCH, OPTIONS'

/** Some proxies let nothing through but GET and POST. */
export const methodOf = (visit: Visit): string =>
  visit.header('x-http-method-override')?.toUpperCase() ?? visit.method

/** What is wrong with it; null if nothing is. */
export function tusProblem(method: string, visit: Visit): Answer | null {
  if (method !== 'HEAD' && method !== 'PATCH') {
    return textAnswer(405, 'Method not allowed.', { ...TUS, Allow: ALLOWED })
  }
  if (visit.header('tus-resumable') !== VERSION) {
    return textAnswer(412, `Tus-Resumable must be ${VERSION}.`, TUS_OPTIONS)
  }
  if (method === 'PATCH' && visit.header('content-type') !== 'application/offset+octet-stream') {
    return textAnswer(415, 'Content-Type must be application/offset+octet-stream.', TUS)
  }
  return null
}

/** A header that is a number of bytes. */
export function wholeNumber(header: string | null): number | null {
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null
}
