// The engines, by the names that the table shows.
export const BASE = 'concatenation'
export const OURS = 'compiled, session kept'
export const RELEASED = 'compiled, session released'
export const PLAIN = 'plain jsx-runtime'

export const ENGINES = [BASE, OURS, RELEASED, PLAIN, 'Vue', 'Solid', 'Preact', 'React'] as const
