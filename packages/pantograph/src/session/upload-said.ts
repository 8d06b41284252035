// What a page says of its files, read from the text of its event. Every character may be hostile: the outcome is one of these,
// or a PantographError.
import { PantographError } from '../errors.ts'

/** A file that was chosen, as the browser describes it. */
export interface Announced {
  readonly key: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly modified: number
}

export type Said =
  | { readonly what: 'add'; readonly files: readonly Announced[]; readonly over: number }
  | { readonly what: 'done' | 'again' | 'lost' | 'unreadable' | 'rejected'; readonly id: string }
  | { readonly what: 'progress'; readonly id: string; readonly part: number }

const MOST_FILES = 100
const LONGEST_NAME = 255
const WORDS = ['done', 'again', 'lost', 'unreadable', 'rejected'] as const
const TYPE = /^[\w!#$&^.+-]{1,80}\/[\w!#$&^.+-]{1,80}$/

/** @throws PantographError `PG_UPLOAD` when no page of ours says so */
export function readSaid(text: string): Said {
  const said = parse(text)
  if (!Array.isArray(said)) return refuse()
  const [what, first, second] = said as unknown[]
  if (what === 'add') return { what, files: filesOf(first), over: countOf(second) }
  if (typeof first !== 'string') return refuse()
  if (what === 'progress') return { what, id: first, part: Math.min(countOf(second) / 1000, 1) }
  const word = WORDS.find((known) => known === what)
  return word === undefined ? refuse() : { what: word, id: first }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return refuse()
  }
}

function filesOf(list: unknown): Announced[] {
  if (!Array.isArray(list) || list.length > MOST_FILES) return refuse()
  return list.map((one: unknown) => {
    if (!Array.isArray(one)) return refuse()
    const [key, name, type, size, modified] = one as unknown[]
    const isFile = [key, name, type].every((part) => typeof part === 'string')
    if (!isFile || !/^[\w-]{8,40}$/.test(key as string)) return refuse()
    return {
      key: key as string,
      name: plainName(name as string),
      type: TYPE.test(type as string) ? (type as string) : '',
      size: countOf(size),
      modified: countOf(modified),
    }
  })
}

/** Without folders, and without what turns a text around or hides in it. */
function plainName(name: string): string {
  const [last = ''] = name.split(/[/\\]/).slice(-1)
  const visible = last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim()
  return [...visible].slice(0, LONGEST_NAME).join('') || 'file'
}

const countOf = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : refuse()

function refuse(): never {
  throw new PantographError(
    'PG_UPLOAD',
    'a page said something of its files that none of ours says',
  )
}
