// Which files are taken, and what they are called.
import { expect, test } from 'vitest'
import { admit, isAccepted, sizeText, wanted } from './upload-files.ts'
import type { FileRecord } from './upload-files.ts'

const RULES = { accept: [], maxBytes: 100, maxCount: 20 }

const file = (key: string, name = key) => ({ key, name, type: '', size: 10, modified: 1 })

const names = (files: readonly FileRecord[]): string[] =>
  files.map(({ name, status }) => `${name} ${status}`)

test('a file that is told of again after a crash has the id that it had', () => {
  const [first] = admit([], [file('a')], 0, RULES, 'session')
  const [again] = admit([], [file('a')], 0, RULES, 'session')
  expect(again).toEqual(first)
  const [other] = admit([], [file('a')], 0, RULES, 'another')
  expect(other?.id).not.toBe(first?.id)
  const known = [first as FileRecord]
  expect(admit(known, [file('a')], 0, RULES, 'session')).toEqual(known)
})

test('six files at a time are wanted, whatever becomes of others', () => {
  const keys = Array.from({ length: 10 }, (_, i) => `k${i}`)
  const files = admit(
    [],
    keys.map((key) => file(key)),
    0,
    RULES,
    '',
  )
  const status = ['done', 'failed', 'missing'] as const
  const changed = files.map((one, i) => Object.assign(one, status[i] && { status: status[i] }))
  expect(wanted(changed).map(({ name }) => name)).toEqual(['k3', 'k4', 'k5', 'k6', 'k7', 'k8'])
})

test('two files of one name, size and time that were chosen at once became one', () => {
  const both = (suffix: string) => [file(`a${suffix}`, 'same'), file(`b${suffix}`, 'same')]
  const first = admit([], both(''), 0, RULES, '')
  expect(names(first)).toEqual(['same waiting', 'same waiting'])
  // Chosen again, each goes on as another one.
  const again = admit(first, both(' again'), 0, RULES, '')
  expect(again.map(({ id, key }) => [id, key])).toEqual([
    [first[0]?.id, 'a again'],
    [first[1]?.id, 'b again'],
  ])
})

test('of those that are refused, the newest hundred are shown', () => {
  const large = (key: string) => ({ ...file(key), size: 101 })
  let files: FileRecord[] = admit([], [file('first')], 0, RULES, '')
  for (let i = 0; i < 150; i++) files = admit(files, [large(`k${i}`)], 0, RULES, '')
  expect(files).toHaveLength(101)
  expect(names(files).slice(0, 2)).toEqual(['first waiting', 'k50 refused'])
})

/** As if all that were not done could not be sent. */
const failed = (files: readonly FileRecord[]): FileRecord[] =>
  files.map((one) => (one.status === 'waiting' ? { ...one, status: 'failed' } : one))

test.each([1, 3])(
  'of files that had failed, more than %i went on when they were chosen again',
  (maxCount) => {
    const rules = { ...RULES, maxCount }
    const keys = Array.from({ length: 9 }, (_, i) => `k${i}`)
    let files: FileRecord[] = []
    for (const key of keys) files = failed(admit(files, [file(key)], 0, rules, ''))
    for (const key of keys) files = admit(files, [file(`${key} again`, key)], 0, rules, '')
    expect(files.filter(({ status }) => status === 'waiting')).toHaveLength(maxCount)
  },
)

test('the list of files that have failed grew without end', () => {
  let files: FileRecord[] = []
  for (let i = 0; i < 150; i++) files = failed(admit(files, [file(`k${i}`)], 0, RULES, ''))
  files = admit(files, [file('last')], 0, RULES, '')
  expect(files).toHaveLength(101)
  expect(names(files).slice(0, 1)).toEqual(['k50 failed'])
})

test.each([
  ['a.PDF', '', ['.pdf'], true],
  ['a.pdf.exe', '', ['.pdf'], false],
  ['a', 'image/png', ['image/*'], true],
  ['a', 'IMAGE/PNG', ['image/png'], true],
  ['a', 'images/png', ['image/*'], false],
  ['a', '', ['image/*', 'text/plain'], false],
  ['a', '', [], true],
])('%s of the type %j is one of %j: %s', (name, type, accept, isOne) => {
  expect(isAccepted(name, type, accept)).toBe(isOne)
})

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [999_999, '1 MB'],
  [1_500_000, '1.5 MB'],
  [50_000_000, '50 MB'],
  [2e15, '2000 TB'],
])('%d is shown as %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})
