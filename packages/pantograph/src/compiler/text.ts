// The text of JSX as authors mean it: white space by the rules of JSX, entities decoded; and how it is
// written in a template, which is HTML.
import { decodeHTMLStrict } from 'entities'

/** JSX's rule: lines are trimmed where they were broken, empty ones vanish, the rest is joined by spaces. */
export function jsxText(raw: string): string {
  const lines = raw.split(/\r\n|\n|\r/)
  const kept: string[] = []
  for (const [i, line] of lines.entries()) {
    let text = line.replace(/\t/g, ' ')
    if (i > 0) text = text.replace(/^ +/, '')
    if (i < lines.length - 1) text = text.replace(/ +$/, '')
    if (text !== '') kept.push(text)
  }
  return decodeHTMLStrict(kept.join(' '))
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
