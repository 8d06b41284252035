// Escaping for the two places of HTML that dynamic strings may stand in. Knows nothing of templates.

const IN_TEXT = /[&<>\r]/
const IN_ATTRIBUTE = /[&"<>\r]/
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

// Most strings need nothing. A regular expression looks at many units at once, a loop at one after the other.

/** Escapes a string for the text of an element. */
export function escapeText(text: string): string {
  return IN_TEXT.test(text) ? text.replace(ALL, replace) : text
}

/** Escapes a string for a double-quoted attribute value. */
export function escapeAttribute(text: string): string {
  return IN_ATTRIBUTE.test(text) ? text.replace(ALL, replace) : text
}
