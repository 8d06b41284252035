// Seals: what was sealed opens in its place, under any of the secrets; anything else is one named error.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { Sealer } from './seal.ts'

const OLD = 'an old secret that is long enough for this'
const NEW = 'a new secret that is long enough for this'
const PLACE = 'session:abc'

const sealer = new Sealer([NEW])
const bytes = new Uint8Array(randomBytes(40))

test('what was sealed opens to the same bytes, whatever they are', () => {
  for (const size of [0, 1, 15, 16, 17, 1000, 1024 * 1024]) {
    const given = new Uint8Array(randomBytes(size))
    const sealed = sealer.seal(given, PLACE)
    expect(sealed.length).toBe(size + 33)
    expect(Buffer.compare(sealer.open(sealed, PLACE), given)).toBe(0)
  }
})

test('takes and leaves the bytes alone: views, buffers, and what was given', () => {
  const around = Buffer.from('before the value after')
  const view = around.subarray(11, 16)
  const sealed = sealer.seal(view, PLACE)
  const shifted = Buffer.concat([Buffer.from('xyz'), sealed]).subarray(3)
  expect(Buffer.from(sealer.open(shifted, PLACE)).toString()).toBe('value')
  expect(around.toString()).toBe('before the value after')
  expect(shifted.equals(sealed)).toBe(true)
})

test('the layout: version, id of the secret, nonce, ciphertext, tag', () => {
  const one = sealer.seal(bytes, PLACE)
  const other = sealer.seal(bytes, PLACE)
  expect(one[0]).toBe(1)
  expect(one.subarray(0, 5)).toEqual(other.subarray(0, 5))
  expect(one.subarray(5, 17)).not.toEqual(other.subarray(5, 17))
  expect(one.subarray(17)).not.toEqual(other.subarray(17))
  expect(Buffer.from(one).includes(Buffer.from(bytes))).toBe(false)
})

test('a value sealed by an earlier release opens', () => {
  // The nonce is random, so this pins the derivation of keys and the layout.
  const sealed = Buffer.from(FROZEN, 'base64')
  expect(Buffer.from(sealer.open(sealed, PLACE)).toString()).toBe('kept for years')
})

const FROZEN = 'AckFzs9LdYVjWSFfy6wqnXcy1z0PBT/bG1WU7+WmdkQkBSfyUfN7pJQ5AXAUpwU='

test('every truncation is refused, from both ends', () => {
  const sealed = sealer.seal(bytes, PLACE)
  for (let length = 0; length < sealed.length; length++) {
    expect(() => sealer.open(sealed.subarray(0, length), PLACE)).toThrow(/^PG_SEAL/)
    expect(() => sealer.open(sealed.subarray(sealed.length - length), PLACE)).toThrow(/^PG_SEAL/)
  }
})

test('every flipped bit and every appended byte is refused', () => {
  const sealed = sealer.seal(bytes, PLACE)
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const forged = sealed.slice()
    forged[bit >> 3] = (forged[bit >> 3] as number) ^ (1 << (bit & 7))
    expect(() => sealer.open(forged, PLACE)).toThrow(/^PG_SEAL/)
  }
  for (let byte = 0; byte < 256; byte++) {
    expect(() => sealer.open(Uint8Array.of(...sealed, byte), PLACE)).toThrow(/^PG_SEAL/)
  }
})

test('random input is refused by the same name', () => {
  for (let size = 0; size < 300; size++) {
    const random = new Uint8Array(randomBytes(size))
    random[0] = 1
    expect(() => sealer.open(random, PLACE)).toThrow(/^PG_SEAL/)
  }
})

test('a value opens only in its place', () => {
  const sealed = sealer.seal(bytes, PLACE)
  for (const place of ['session:abd', 'session:ab', 'session:abcd', '', 'SESSION:ABC']) {
    expect(() => sealer.open(sealed, place)).toThrow(/^PG_SEAL/)
  }
})

test('the nonce or tag of another value does not fit', () => {
  const one = sealer.seal(bytes, PLACE)
  const other = sealer.seal(bytes, PLACE)
  for (const cut of [17, one.length - 16]) {
    const mixed = Uint8Array.of(...one.subarray(0, cut), ...other.subarray(cut))
    expect(() => sealer.open(mixed, PLACE)).toThrow(/^PG_SEAL/)
  }
})

test('a secret can be replaced: the first seals, all open', () => {
  const before = new Sealer([OLD])
  const meanwhile = new Sealer([NEW, OLD])
  const sealed = before.seal(bytes, PLACE)
  expect(meanwhile.open(sealed, PLACE)).toEqual(bytes)
  expect(sealer.open(meanwhile.seal(bytes, PLACE), PLACE)).toEqual(bytes)
  expect(() => sealer.open(sealed, PLACE)).toThrow(/^PG_SEAL: sealed with a secret that is not/)
  expect(() => before.open(meanwhile.seal(bytes, PLACE), PLACE)).toThrow(/^PG_SEAL/)
})

test('the id of another known secret is refused', () => {
  const both = new Sealer([NEW, OLD])
  const mixed = both.seal(bytes, PLACE)
  mixed.set(new Sealer([OLD]).seal(bytes, PLACE).subarray(1, 5), 1)
  expect(() => both.open(mixed, PLACE)).toThrow(/^PG_SEAL: forged/)
})

test('no secret, no sealer', () => {
  expect(() => new Sealer([])).toThrow(/^PG_SECRET/)
})
