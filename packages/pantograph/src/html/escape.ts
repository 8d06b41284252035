// Escaping for the two places of HTML that dynamic strings may stand in. Knows nothing of templates.

const AMP = 38
const QUOTE = 34
const LESS = 60
const GREATER = 62
const CR = 13
const ALL = /[&"<>\r]/g

// A bare CR would be turned into LF by the HTML parser; as a reference it arrives as it was given.
const REFERENCES: Record<string, string> = {
  '&': '&amp;',
  '"': '&quot;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
}

const replace = (char: string): string => REFERENCES[char] as string

/** Escapes a string for the text of an element. */
export function escapeText(text: string): string {
  // Most strings are short and need nothing: looking at each unit is faster than a regular expression.
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === AMP || unit === LESS || unit === GREATER || unit === CR) return escapeAll(text)
  }
  return text
}

/** Escapes a string for a double-quoted attribute value. */
export function escapeAttribute(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === AMP || unit === QUOTE || unit === LESS || unit === GREATER || unit === CR) {
      return escapeAll(text)
    }
  }
  return text
}

const escapeAll = (text: string): string => text.replace(ALL, replace)
