// Tokens: what is signed comes back; anything else is one named error.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { Tokens } from './token.ts'
import type { TokenContent } from './token.ts'

const OLD = 'an old secret that is long enough for this'
const NEW = 'a new secret that is long enough for this'
const DAY = 86_400_000

const content = (more: Partial<TokenContent> = {}): TokenContent => ({
  session: 'abc',
  root: 1,
  component: 'Über',
  props: { id: 7, list: [null, 'ä', { deep: true }] },
  user: null,
  at: Date.now(),
  ...more,
})

const tokens = new Tokens([NEW], DAY)

test('what was signed comes back', () => {
  const given = content()
  const token = tokens.sign(given)
  expect(token).toMatch(/^[\w-]+\.[\w-]{24}$/)
  expect(tokens.verify(token)).toEqual(given)
})

test('a token with any byte changed, or any part missing, is refused', () => {
  const token = tokens.sign(content())
  for (let at = 0; at < token.length; at++) {
    const other = token[at] === 'A' ? 'B' : 'A'
    const forged = token.slice(0, at) + other + token.slice(at + 1)
    expect(() => tokens.verify(forged)).toThrow(/^PG_TOKEN_INVALID/)
    expect(() => tokens.verify(token.slice(0, at))).toThrow(/^PG_TOKEN_INVALID/)
  }
})

test('random input is refused by the same name', () => {
  const token = tokens.sign(content())
  const strange = ['', '.', '..', 'a.b.c', `${token}.`, `.${token}`, `${token}.${token}`, '💥.💥']
  const random = Array.from({ length: 200 }, (_, i) => randomBytes(i).toString('latin1'))
  for (const input of [...strange, ...random]) {
    expect(() => tokens.verify(input)).toThrow(/^PG_TOKEN_INVALID/)
  }
})

test('a secret can be replaced: the first signs, all are accepted', () => {
  const before = new Tokens([OLD], DAY)
  const meanwhile = new Tokens([NEW, OLD], DAY)
  const signed = before.sign(content({ user: before.hashUser('ada') }))
  expect(meanwhile.isUser('ada', meanwhile.verify(signed).user)).toBe(true)
  expect(tokens.verify(meanwhile.sign(content())).session).toBe('abc')
  expect(() => tokens.verify(signed)).toThrow(/^PG_TOKEN_INVALID/)
})

test('age is told apart from forgery', () => {
  expect(() => tokens.assertFresh(content({ at: Date.now() - DAY + 1000 }))).not.toThrow()
  expect(() => tokens.assertFresh(content({ at: Date.now() - DAY - 1000 }))).toThrow(
    /^PG_TOKEN_EXPIRED/,
  )
})

test('an identity is a hash, and nobody is somebody of their own', () => {
  const hash = tokens.hashUser('ada')
  expect(hash).not.toContain('ada')
  expect(tokens.isUser('ada', hash)).toBe(true)
  expect(tokens.isUser('eve', hash)).toBe(false)
  expect(tokens.isUser(null, hash)).toBe(false)
  expect(tokens.isUser('ada', null)).toBe(false)
  expect(tokens.isUser(null, tokens.hashUser(null))).toBe(true)
})

test('the hash of an identity cannot serve as a signature', () => {
  const token = tokens.sign(content())
  const body = token.slice(0, token.indexOf('.'))
  const hash = tokens.hashUser(body)
  expect(() => tokens.verify(`${body}.${hash}`)).toThrow(/^PG_TOKEN_INVALID/)
})
