// The pattern of a page, such as `/items/:id`. Knows nothing of what is shown there.
import { parse } from 'regexparam'
import { PantographError } from '../errors.ts'

/** Values by name. */
export type Values = Readonly<Record<string, string>>

export interface Pattern {
  readonly hasNames: boolean
  /** The values in a path (as it was sent), or null when the path is another's. */
  match(path: string): Values | null
}

/** @throws PantographError `PG_OPTION` */
export function parsePattern(pattern: string): Pattern {
  if (typeof pattern !== 'string' || !pattern.startsWith('/')) {
    throw new PantographError(
      'PG_OPTION',
      `a page's pattern begins with "/": ${JSON.stringify(pattern)}`,
    )
  }
  const { keys, pattern: expression } = parse(pattern.split('/').map(literal).join('/'))
  return { hasNames: keys.length > 0, match: (path) => match(expression, keys, path) }
}

/** Text stands for itself, in the form in which browsers send it; names and `*` are regexparam's. */
function literal(segment: string): string {
  if (/^[:*]/.test(segment)) return segment
  const sent = segment.includes('%') ? segment : encodeURI(segment)
  return sent.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

function match(expression: RegExp, keys: readonly string[], path: string): Values | null {
  const found = expression.exec(path)
  if (found === null) return null
  const values: Record<string, string> = {}
  for (const [i, key] of keys.entries()) {
    const value = found[i + 1]
    if (value === undefined) continue
    const decoded = decode(value)
    if (decoded === null) return null
    values[key] = decoded
  }
  return values
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
