// Which component an error comes from: noted where it is thrown, read where it is logged, far above.

const origins = new WeakMap<object, string>()

/** The innermost component is told first; it stays. */
export function noteOrigin(error: unknown, component: string): void {
  if (typeof error !== 'object' || error === null || origins.has(error)) return
  origins.set(error, component)
}

/** The name of the component; undefined where nobody has noted it. */
export const originOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null ? origins.get(error) : undefined
