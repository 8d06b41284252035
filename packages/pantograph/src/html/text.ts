// Which texts HTML can hold. A page arrives as HTML first and as UTF-8 over the wire later; both would alter
// some texts, each in its own way, so every value passes here when it becomes a text.

/** What stands for a character that a page cannot hold. */
const REPLACEMENT = '\ufffd'
// oxlint-disable-next-line no-control-regex
const NUL = /\0/g

// Two native calls, which on most strings take less time than one regular expression.

/** Whether a page can show the text as it is. */
export const isSound = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/**
 * The text as every page shows it: U+FFFD for NUL, which HTML drops in some places and replaces in others, and
 * for half a surrogate pair, which UTF-8 has no bytes for.
 */
export const soundText = (text: string): string =>
  isSound(text) ? text : text.toWellFormed().replace(NUL, REPLACEMENT)

/** The text with the line ends that a browser gives to a `<textarea>`, and to scripts and styles. */
export const withLineFeeds = (text: string): string =>
  text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
