// The part of the conformance suite on what is kept: values to the byte, keys to the letter, their limits.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { bytes, MINUTE } from './subject.ts'
import type { Open } from './subject.ts'

const MEBIBYTE = 1024 * 1024

const same = (one: Uint8Array | undefined, other: Uint8Array): boolean =>
  one !== undefined && Buffer.compare(one, other) === 0

export function values(open: Open): void {
  test('bytes are kept exactly', async () => {
    const { store, other } = await open()
    const every = Uint8Array.from({ length: 256 }, (_, i) => i)
    const values = [bytes(), bytes(0), bytes(0, 0, 0), every, randomBytes(70_000)]
    for (const [at, value] of values.entries()) {
      await store.put(`key ${at}`, value, null, MINUTE)
      expect(same((await other.get(`key ${at}`))?.value, value)).toBe(true)
    }
  })

  test('of a view only what it shows is kept', async () => {
    const { store } = await open()
    await store.put('key', Buffer.from('before value after').subarray(7, 12), null, MINUTE)
    const found = await store.get('key')
    expect(Buffer.from(found?.value ?? []).toString()).toBe('value')
  })

  test('values are copied, in and out', async () => {
    const { store } = await open()
    const value = bytes(1, 2, 3)
    const put = store.put('key', value, null, MINUTE)
    value.fill(9)
    await put
    const first = await store.get('key')
    expect(first?.value).toEqual(bytes(1, 2, 3))
    first?.value.fill(9)
    expect((await store.get('key'))?.value).toEqual(bytes(1, 2, 3))
  })

  test('a value of 1 MiB is kept, a byte more is refused', async () => {
    const { store } = await open()
    const largest = randomBytes(MEBIBYTE)
    await store.put('key', largest, null, MINUTE)
    expect(same((await store.get('key'))?.value, largest)).toBe(true)
    const more = store.put('more', new Uint8Array(MEBIBYTE + 1), null, MINUTE)
    await expect(more).rejects.toThrow(/^PG_STORE_LIMIT/)
    const text = store.put('more', 'text' as unknown as Uint8Array, null, MINUTE)
    await expect(text).rejects.toThrow(/^PG_STORE_LIMIT/)
    expect(await store.get('more')).toBeUndefined()
  })
}

export function keys(open: Open): void {
  test('keys of printable ASCII are told apart exactly', async () => {
    const { store } = await open()
    const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('')
    const keys = ['a', 'A', ' a', 'a ', 'a%', 'a_', "'; --", '0', '00', ascii, 'k'.repeat(512)]
    for (const [at, key] of keys.entries()) {
      expect(await store.put(key, bytes(at), null, MINUTE)).not.toBeNull()
    }
    for (const [at, key] of keys.entries()) {
      expect((await store.get(key))?.value).toEqual(bytes(at))
    }
  })

  test('other keys are refused', async () => {
    const { store } = await open()
    for (const key of ['', 'k'.repeat(513), 'ä', 'a\n', '\0', 'a\x7f', '💥', 7 as never]) {
      await expect(store.get(key)).rejects.toThrow(/^PG_STORE_LIMIT/)
      await expect(store.put(key, bytes(1), null, 1)).rejects.toThrow(/^PG_STORE_LIMIT/)
      await expect(store.delete(key, 'x')).rejects.toThrow(/^PG_STORE_LIMIT/)
    }
  })
}
