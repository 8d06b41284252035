// The text of JSX as authors mean it: white space by the rules of JSX, entities decoded; and how it is
// written in a template, which is HTML.
import { decodeHTMLStrict } from 'entities'

/**
 * JSX's rule: lines are trimmed where they were broken, empty ones vanish, the rest is joined by spaces.
 * White space is what TypeScript takes for it, so that both front ends give the same text.
 */
export function jsxText(raw: string): string {
  const lines = raw.split(/\r\n|[\n\r\u2028\u2029]/)
  const last = lines.length - 1
  const kept = lines.map((line, i) => {
    const begin = i > 0 ? line.trimStart() : line
    return i < last ? begin.trimEnd() : begin
  })
  return decodeHTMLStrict(kept.filter((line) => line !== '').join(' '))
}

/** The value of `name="…"`: entities count, backslashes do not. */
export const jsxAttribute = (raw: string): string => decodeHTMLStrict(raw)

const REFERENCES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

export const escapeText = (text: string): string =>
  text.replace(/[&<>\r]/g, (char) => REFERENCES[char] as string)

export const escapeAttribute = (text: string): string =>
  text.replace(/[&<>"\r]/g, (char) => REFERENCES[char] as string)
