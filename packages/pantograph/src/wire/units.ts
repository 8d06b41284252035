// How some of what events carry travels. Apart from protocol.ts, so that a page without such events does without it.

/** PAYLOAD_POINTER: what points, by number. */
export const POINTER_TYPES = ['', 'mouse', 'pen', 'touch'] as const

/** Fractions travel as so many parts of one. */
export const PARTS = 1000
