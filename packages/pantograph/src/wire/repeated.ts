// Part of a message that stands there once and is read for each of several things.
import type { Reader } from './reader.ts'

/** Returns readers of what `reader` reads next: the same for each. A message tells its strings once, so that going back would not do. */
export function repeated(reader: Reader): () => Reader {
  const read: unknown[] = []
  return () => {
    let at = 0
    const next = (kind: 'varint' | 'string') => () => {
      if (at === read.length) read.push(reader[kind]())
      return read[at++]
    }
    return { varint: next('varint'), string: next('string') } as Reader
  }
}
