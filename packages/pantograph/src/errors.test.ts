// docs/errors.md lists exactly the codes that the sources use.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = import.meta.dirname
const docs = readFileSync(`${folder}/../../../docs/errors.md`, 'utf8')

const codesIn = (text: string): string[] => text.match(/\bPG_[A-Z_]+\b/g) ?? []

function usedCodes(): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !/\.test(-d)?\./.test(file))
  return sources.flatMap((file) => codesIn(readFileSync(`${folder}/${file}`, 'utf8')))
}

test('every code is documented, and every documented code exists', () => {
  const unique = (codes: string[]): string[] => [...new Set(codes)].toSorted()
  expect(unique(codesIn(docs))).toEqual(unique(usedCodes()))
})
