// Reads what a request was sent with, never more than is allowed; and the fields of a form in it. Knows no hosts: bytes
// come in pieces from anywhere.
import { MIMEType } from 'node:util'
import { PantographError } from '../errors.ts'
import type { Visit } from './visit.ts'
import { within } from './within.ts'

/** More fields than anybody fills in, and no more than can be read in some milliseconds. */
const MOST_FIELDS = 5_000

/** So many times the limit is read, and thrown away. */
const PATIENCE = 4

/**
 * What a request brings, as bytes; or as an object of fields, where somebody before us has read it.
 * @param limit in bytes
 * @param patience milliseconds without any
 * @throws PantographError `PG_FORM_SIZE`, `PG_FORM_STALLED`
 */
export async function readBody(
  visit: Pick<Visit, 'body' | 'parsed'>,
  limit: number,
  patience: number,
): Promise<Uint8Array | object> {
  const parsed = visit.parsed()
  if (typeof parsed === 'string') return Buffer.from(parsed)
  if (typeof parsed === 'object' && parsed !== null) return parsed
  const read: Uint8Array[] = []
  let size = 0
  for await (const piece of inTime(visit.body(), patience)) {
    size += piece.length
    // A browser that is cut off while it sends does not read the answer.
    if (size > limit * PATIENCE) break
    if (size <= limit) read.push(piece)
  }
  if (size > limit) throw new PantographError('PG_FORM_SIZE', `more than ${limit} bytes`)
  return Buffer.concat(read)
}

/** What comes, as long as it comes. */
async function* inTime(
  body: AsyncIterable<Uint8Array> | null,
  patience: number,
): AsyncGenerator<Uint8Array, void> {
  if (body === null) return
  const stalled = (): Error =>
    new PantographError('PG_FORM_STALLED', `nothing came for ${patience} ms`)
  const pieces = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await within(pieces.next(), patience, stalled)
      if (next.done === true) return
      yield next.value
    }
  } finally {
    // It may wait for what never comes.
    pieces.return?.().catch(() => {})
  }
}

export type Fields = ReadonlyMap<string, readonly string[]>

/**
 * The fields of a form, in the order in which they stand on the page. Of files, their names.
 * @param type the request's `Content-Type`
 * @throws PantographError `PG_FORM_BODY` for what is no form; `PG_FORM_FIELDS` for too many fields
 */
export async function fieldsOf(body: Uint8Array | object, type: string): Promise<Fields> {
  const fields = new Map<string, string[]>()
  const entries = await entriesOf(body, type)
  if (entries.length > MOST_FIELDS) refuse()
  for (const [name, value] of entries) {
    // Browsers send texts with CRLF; scripts, and this framework, see LF.
    const text = value.replaceAll('\r\n', '\n')
    const before = fields.get(name)
    if (before === undefined) fields.set(name, [text])
    else before.push(text)
  }
  return fields
}

type Entries = readonly (readonly [string, string])[]

async function entriesOf(body: Uint8Array | object, type: string): Promise<Entries> {
  if (!(body instanceof Uint8Array)) return parsedEntries(body)
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return encodedEntries(body)
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw new PantographError('PG_FORM_BODY', `a form cannot be sent as ${JSON.stringify(type)}`)
  }
  assertFew(body, `--${boundaryOf(type)}`)
  try {
    const response = new Response(body as Uint8Array<ArrayBuffer>, {
      headers: { 'Content-Type': type },
    })
    const form = await response.formData()
    return [...form].map(([name, value]) => [name, typeof value === 'string' ? value : value.name])
  } catch (cause) {
    throw new PantographError('PG_FORM_BODY', 'what was sent is no form', { cause })
  }
}

function encodedEntries(body: Uint8Array): Entries {
  assertFew(body, '&')
  return [...new URLSearchParams(Buffer.from(body).toString())]
}

/** What stands between two parts, as the parser reads it. */
function boundaryOf(type: string): string {
  try {
    const boundary = new MIMEType(type).params.get('boundary')
    if (boundary) return boundary
  } catch {}
  throw new PantographError('PG_FORM_BODY', 'a form of many parts must say what is between them')
}

/** Parsers take their time, and everybody waits: what is too much is found in the bytes. */
function assertFew(body: Uint8Array, between: string): void {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length)
  let count = 0
  for (let at = -1; (at = bytes.indexOf(between, at + 1)) >= 0; at += between.length - 1) {
    if (++count > MOST_FIELDS) refuse()
  }
}

function refuse(): never {
  throw new PantographError('PG_FORM_FIELDS', `more than ${MOST_FIELDS} fields`)
}

/** What a parser has left: texts, and lists of them. */
const parsedEntries = (body: object): Entries =>
  Object.entries(body).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => (typeof one === 'string' ? [[name, one] as const] : [])),
  )
