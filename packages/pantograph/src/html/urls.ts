// Which attribute values a browser would run as code. Facts only; what to do with them is said elsewhere.

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** Attributes that hold an address a browser may navigate to or load; or that SVG's animations put into one. */
const URL_ATTRIBUTES = set(
  'action background by cite classid codebase data formaction from href icon longdesc manifest ping ' +
    'poster profile src to usemap values xlink:href',
)

/** Elements that run what they load, also from a `data:` address. */
const SCRIPTS = set('script use')
/** Elements that show what they load as a document, in which scripts run. */
const FRAMES = set('iframe frame embed object')
const LOADS = set('src data href xlink:href')

// Browsers skip leading controls and spaces, and tabs and newlines anywhere.
// oxlint-disable-next-line no-control-regex
const SCRIPT_URL = /^[\u0000-\u0020]*(?:java|vb)script:/i
// oxlint-disable-next-line no-control-regex
const DATA_URL = /^[\u0000-\u0020]*data:/i
/** A document with scripts in it, by its media type. */
// oxlint-disable-next-line no-control-regex
const DOCUMENT_URL = /^[\u0000-\u0020]*data:\s*(?:text\/html|text\/xsl|[^,;]*[+/]xml|multipart\/)/i
/** https://html.spec.whatwg.org/#shared-declarative-refresh-steps */
const REFRESH = /^\s*[\d.]*[\s;,]*(?:url\s*=)?\s*["']?/i

const withoutBreaks = (url: string): string => url.replace(/[\t\n\r]/g, '')

/** Whether following the address would run code in the page. */
export const isScriptUrl = (url: string): boolean => SCRIPT_URL.test(withoutBreaks(url))

/** Whether values of the attribute must be looked at. */
export const mayBeScript = (tag: string, name: string): boolean =>
  URL_ATTRIBUTES.has(name) || isElsewhere(tag, name)

/** Attributes that hold an address on one element only. */
const isElsewhere = (tag: string, name: string): boolean =>
  (name === 'content' && tag === 'meta') || (name === 'value' && tag === 'param')

/** Whether the attribute holds an address, or several, that would run code. */
export function isScriptValue(tag: string, name: string, value: string): boolean {
  if (!mayBeScript(tag, name)) return false
  if (name === 'content') return isScriptUrl(value.replace(REFRESH, ''))
  // A list, of SVG's animations.
  if (name === 'values') return value.split(';').some(isScriptUrl)
  return isScriptUrl(value) || (LOADS.has(name) && isScriptData(tag, withoutBreaks(value)))
}

function isScriptData(tag: string, url: string): boolean {
  if (SCRIPTS.has(tag)) return DATA_URL.test(url)
  return FRAMES.has(tag) && DOCUMENT_URL.test(url)
}
