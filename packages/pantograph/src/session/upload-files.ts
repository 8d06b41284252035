// The files of an upload as data: which are taken, and what becomes of them. Pure; what happens in between is upload.ts's part.
import { createHash } from 'node:crypto'
import { PantographError } from '../errors.ts'
import type { Announced } from './upload-said.ts'

/**
 * `waiting`: accepted, not begun. `sending`: bytes come in. `missing`: the browser has not got the file any more, because
 * its page was loaded again; the user may choose it once more. `done`: it is there, and `onDone` has returned. `refused`: it is
 * not taken. `failed`: it could not be sent, or `onDone` has failed.
 */
export type UploadStatus = 'waiting' | 'sending' | 'missing' | 'done' | 'refused' | 'failed'

/** Why a file is refused or has failed. */
export type UploadReason = 'too-large' | 'type' | 'too-many' | 'unreadable' | 'rejected' | 'handler'

/** A file, as it is kept. */
export interface FileRecord {
  readonly id: string
  /** By which the page knows it. */
  readonly key: string
  readonly name: string
  readonly type: string
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
  readonly status: UploadStatus
  /** From 0 to 1. */
  readonly progress: number
  readonly reason: UploadReason | null
  readonly location: string | null
  /** Some of it may be there already: the page asks how much before it sends. */
  readonly isBegun: boolean
}

/** What is taken. */
export interface UploadRules {
  readonly accept: readonly string[]
  readonly maxBytes: number
  readonly maxCount: number
}

const MOST_FILES = 1000
/** Refused ones that are shown, at most; and as many that have failed. */
const MOST_OF_EACH = 100
/** Of those that wait, so many are given to the browser at once. */
const WINDOW = 6

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0

/**
 * @param most bytes of a file that the App takes
 * @throws PantographError `PG_OPTION`
 */
export function rulesOf(
  { name, accept = [], maxBytes, maxCount = 1 }: Partial<UploadRules> & { name: string },
  most: number,
): UploadRules {
  const bytes = maxBytes ?? most
  const problem =
    name === ''
      ? 'an upload needs a name'
      : !isCount(maxCount) || maxCount > MOST_FILES
        ? `maxCount is 1 to ${MOST_FILES}, not ${maxCount}`
        : !isCount(bytes) || bytes > most
          ? `maxBytes is 1 to limits.uploadBytes (${most}), not ${bytes}`
          : null
  if (problem !== null) throw new PantographError('PG_OPTION', problem)
  return { accept, maxBytes: bytes, maxCount }
}

const UNFINISHED: ReadonlySet<UploadStatus> = new Set(['waiting', 'sending', 'missing'])
const COUNTED: ReadonlySet<UploadStatus> = new Set(['waiting', 'sending', 'missing', 'done'])
const TWINS: ReadonlySet<UploadStatus> = new Set(['waiting', 'sending', 'missing', 'failed'])

export const isUnfinished = ({ status }: FileRecord): boolean => UNFINISHED.has(status)

/** What the browser should be sending. */
export const wanted = (files: readonly FileRecord[]): FileRecord[] =>
  files.filter(({ status }) => status === 'waiting' || status === 'sending').slice(0, WINDOW)

/**
 * The list with the files that a user has chosen. One that is there and not finished goes on instead; those that are told
 * together are not the same, however alike they are.
 *
 * @param owner what their ids are made of, with the keys that a page gives them: if that is told again after a crash, the bytes
 *   that had arrived are still theirs
 */
export function admit(
  files: readonly FileRecord[],
  announced: readonly Announced[],
  over: number,
  rules: UploadRules,
  owner: string,
): FileRecord[] {
  let all = [...files]
  const told = new Set(announced.map(({ key }) => key))
  for (const file of announced) {
    if (all.some(({ key }) => key === file.key)) continue
    const twin = all.find(
      (known) => TWINS.has(known.status) && !told.has(known.key) && isSame(known, file),
    )
    const reason = problemOf(file, rules)
    // Where there is one, a new one takes its place.
    if (reason === null && rules.maxCount === 1)
      all = all.filter((known) => known === twin || isNotCounted(known))
    const isRoom = hasRoom(all, rules)
    if (twin && (isCounted(twin) || isRoom)) all[all.indexOf(twin)] = goOn(twin, file.key)
    else all.push(recordOf(file, reason ?? (isRoom ? null : 'too-many'), owner))
  }
  if (over > 0) all.push(recordOf(theOthers(over, all.length), 'too-many', owner))
  return bounded(all)
}

/** Whether one more may be there. */
export const hasRoom = (files: readonly FileRecord[], { maxCount }: UploadRules): boolean =>
  files.filter(isCounted).length < maxCount

const isCounted = ({ status }: FileRecord): boolean => COUNTED.has(status)
const isNotCounted = (file: FileRecord): boolean => !isCounted(file)

const isSame = (a: FileRecord, b: Announced): boolean =>
  a.name === b.name && a.size === b.size && a.modified === b.modified

/** The browser has the file again. */
const goOn = (file: FileRecord, key: string): FileRecord => ({
  ...file,
  key,
  status: file.status === 'sending' ? 'sending' : 'waiting',
  reason: null,
  isBegun: true,
})

function recordOf(
  { key, name, type, size, modified }: Announced,
  reason: UploadReason | null,
  owner: string,
): FileRecord {
  return {
    id: createHash('sha256').update(`${owner}\n${key}`).digest('base64url').slice(0, 22),
    key,
    name,
    type,
    size,
    modified,
    status: reason === null ? 'waiting' : 'refused',
    progress: 0,
    reason,
    location: null,
    isBegun: false,
  }
}

const theOthers = (count: number, nth: number): Announced => ({
  key: `more ${nth}`,
  name: `${count} more`,
  type: '',
  size: 0,
  modified: 0,
})

const bounded = (files: readonly FileRecord[]): FileRecord[] =>
  newest('failed', newest('refused', files))

function newest(which: UploadStatus, files: readonly FileRecord[]): FileRecord[] {
  let surplus = files.filter(({ status }) => status === which).length - MOST_OF_EACH
  return files.filter(({ status }) => status !== which || surplus-- <= 0)
}

function problemOf({ name, type, size }: Announced, rules: UploadRules): UploadReason | null {
  if (size > rules.maxBytes) return 'too-large'
  return isAccepted(name, type, rules.accept) ? null : 'type'
}

/** As the `accept` attribute of HTML has it: `.pdf`, `image/png`, `image/*`. Empty takes all. */
export function isAccepted(name: string, type: string, accept: readonly string[]): boolean {
  if (accept.length === 0) return true
  return accept.some((one) => {
    const pattern = one.toLowerCase()
    if (pattern.startsWith('.')) return name.toLowerCase().endsWith(pattern)
    const mime = type.toLowerCase()
    return pattern.endsWith('/*') ? mime.startsWith(pattern.slice(0, -1)) : mime === pattern
  })
}

/** What a user is told. */
export function sentenceFor(reason: UploadReason, { maxBytes, maxCount }: UploadRules): string {
  switch (reason) {
    case 'too-large':
      return `Larger than ${sizeText(maxBytes)}.`
    case 'type':
      return 'Files of this kind are not taken.'
    case 'too-many':
      return maxCount === 1 ? 'Only one file is taken.' : `Only ${maxCount} files are taken.`
    case 'unreadable':
      return 'The browser cannot read this file.'
    case 'rejected':
      return 'It could not be sent.'
    case 'handler':
      return 'It has arrived, and could not be taken.'
  }
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB']

/** `1.5 MB` */
export function sizeText(bytes: number): string {
  let value = bytes
  let unit = 0
  for (; value >= 999.5 && unit < UNITS.length - 1; unit++) value /= 1000
  return `${Number(value.toPrecision(3))} ${UNITS[unit]}`
}
