// Part of a message that stands there once and is read for each of several things.
import type { Reader } from './reader.ts'

/** Returns readers of what `reader` reads next: the same for each. A message tells its strings once, so that going back would not do. */
export function repeated(reader: Reader): () => Reader {
  const read: unknown[] = []
  return () => {
    let at = 0
    const next =
      <T>(readNext: () => T) =>
      (): T => {
        if (at === read.length) read.push(readNext())
        return read[at++] as T
      }
    return {
      varint: next(() => reader.varint()),
      string: next(() => reader.string()),
    } as Reader
  }
}
