// The browser runtime over HTTP, from a folder made for the test.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { FEATURE_EVENTS } from '../wire/protocol.ts'
import { ClientFiles } from './client-files.ts'
import { visitOfRequest } from './fetch-adapter.ts'
import type { Answer } from './answer.ts'

const MAIN = 'pantograph-abcdef12.js'
const folder = mkdtempSync(join(tmpdir(), 'pantograph-client-'))
for (const [name, text] of [
  [
    'manifest.json',
    JSON.stringify({
      main: MAIN,
      files: { [MAIN]: {}, 'feature-a-1.js': {}, 'feature-events-1.js': {} },
    }),
  ],
  [MAIN, 'plain'],
  [`${MAIN}.br`, 'brotli'],
  [`${MAIN}.gz`, 'gzip'],
  ['feature-a-1.js', 'feature'],
  ['feature-events-1.js', 'events'],
] as const) {
  writeFileSync(join(folder, name), text)
}
afterAll(() => rmSync(folder, { recursive: true }))

const files = new ClientFiles(pathToFileURL(`${folder}/`))

function ask(
  name: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Answer | undefined {
  return files.answer(name, visitOfRequest(new Request('http://x/', { headers, method })))
}

const textOf = (answer: Answer | undefined): string => Buffer.from(answer?.body ?? '').toString()

test('the best form that the browser takes, for ever', () => {
  const answer = ask(MAIN, { 'accept-encoding': 'gzip, br' })
  expect(answer?.status).toBe(200)
  expect(textOf(answer)).toBe('brotli')
  expect(answer?.headers).toEqual({
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Content-Encoding': 'br',
    'Content-Length': '6',
    'Content-Type': 'text/javascript; charset=utf-8',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ETag: `W/"${MAIN}"`,
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
  })
  expect(textOf(ask(MAIN, { 'accept-encoding': 'gzip' }))).toBe('gzip')
  expect(textOf(ask(MAIN))).toBe('plain')
  expect(textOf(ask('feature-a-1.js', { 'accept-encoding': 'br' }))).toBe('feature')
})

test.each([`W/"${MAIN}"`, `"${MAIN}"`, `"other", W/"${MAIN}"`, '*'])(
  '%s is known already',
  (tag) => {
    const answer = ask(MAIN, { 'if-none-match': tag })
    expect([answer?.status, answer?.body]).toEqual([304, null])
  },
)

test('another tag, other names, other methods', () => {
  expect(ask(MAIN, { 'if-none-match': '"other"' })?.status).toBe(200)
  for (const name of [
    '',
    'manifest.json',
    `${MAIN}.br`,
    '../package.json',
    '__proto__',
    'feature-b.js',
  ]) {
    expect(ask(name)).toBe(undefined)
  }
  expect(ask(MAIN, {}, 'POST')).toMatchObject({ status: 405, headers: { Allow: 'GET, HEAD' } })
})

test('a page of another build gets our runtime, but not for ever', () => {
  const answer = ask('pantograph-00000000.js')
  expect(textOf(answer)).toBe('plain')
  expect(answer?.headers['Cache-Control']).toBe('no-store')
})

test.each(['comeback', 'events'])(
  'a page of another build that asks for %s is told to reload',
  (name) => {
    const answer = ask(`feature-${name}-00000000.js`)
    expect(textOf(answer)).toMatch(/^setInterval\(.*location\.reload\(\).*throw Error\('PG_VERSION/)
    expect(answer?.headers['Cache-Control']).toBe('no-store')
  },
)

test('the files of features, by number', () => {
  const named = new ClientFiles(pathToFileURL(`${folder}/`))
  expect(named.features(0)).toEqual([])
  expect(named.features(1 << FEATURE_EVENTS)).toEqual(['feature-events-1.js'])
})

test('a runtime that was not built is named, with the command', () => {
  const empty = new URL('nowhere/', pathToFileURL(`${folder}/`))
  expect(() => new ClientFiles(empty)).toThrow(/^PG_CLIENT_MISSING: .*npm run build/)
})
