// The keys of a list's items: each item keeps its own wherever it moves, and no other item ever gets it.

/** The keys of a list, and the first that no item has had. */
export interface ListKeys {
  readonly keys: readonly number[]
  readonly next: number
}

const NONE: ListKeys = { keys: [], next: 1 }

/** The keys of a list of that length: what is more than was known gets the next ones. */
export function keysFor(known: ListKeys = NONE, length: number): ListKeys {
  const { keys, next } = known
  if (keys.length === length) return known
  const more = Math.max(length - keys.length, 0)
  const added = Array.from({ length: more }, (_, i) => next + i)
  return { keys: [...keys.slice(0, length), ...added], next: next + more }
}

export function withKey({ keys, next }: ListKeys, index: number): ListKeys {
  return { keys: keys.toSpliced(index, 0, next), next: next + 1 }
}

export function withoutKey({ keys, next }: ListKeys, index: number): ListKeys {
  return { keys: keys.toSpliced(index, 1), next }
}

export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.toSpliced(from, 1)
  return rest.toSpliced(to, 0, items[from] as T)
}
