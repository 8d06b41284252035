// The little that the compiler must know of HTML to fold literals into templates.

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

export const VOID = set('area base br col embed hr img input link meta param source track wbr')
export const RAW_TEXT = set('script style xmp iframe noembed noframes plaintext')

/** Attributes whose `true` and `false` are words. */
export const isWord = (name: string): boolean =>
  /^(aria-|data-)/.test(name) ||
  /^(contenteditable|draggable|spellcheck|writingsuggestions)$/.test(name)

/**
 * Properties, events and refs are never part of a template's text; nor is what the browser's runtime carries out for
 * content that comes later.
 */
export const staysSlot = (name: string): boolean =>
  /^on[A-Z:]/.test(name) || /^(ref|hook|value|checked|selected|muted|autofocus|prop:.*)$/.test(name)

const ALIASES: Record<string, string> = { className: 'class', htmlFor: 'for' }
export const attributeName = (name: string): string => ALIASES[name] ?? name

/** Left to the runtime, which refuses it. Browsers skip tabs and newlines anywhere in an address. */
export const isScriptUrl = (value: string): boolean =>
  // oxlint-disable-next-line no-control-regex
  /^[\u0000-\u0020]*(?:java|vb)script:/i.test(value.replace(/[\t\n\r]/g, ''))
