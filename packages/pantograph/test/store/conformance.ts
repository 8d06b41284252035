// The contract of stores (src/session/store.ts) as tests. Every store runs them.
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Store } from '../../src/session/store.ts'
import { bytes, MINUTE } from './subject.ts'
import type { Open, Subject } from './subject.ts'
import { keys, values } from './values.ts'

/** Runs the suite. What `open` gives is closed by the suite. */
export function storeConformance(name: string, open: Open): void {
  async function opened(): Promise<Subject> {
    const subject = await open()
    onTestFinished(async () => {
      await subject.store.close?.()
      await subject.other.close?.()
    })
    return subject
  }

  describe(`${name}: the contract of stores`, () => {
    describe('compare and set', () => {
      comparing(opened)
      versions(opened)
    })
    describe('several writers', () => {
      competing(opened)
    })
    describe('delete', () => {
      deleting(opened)
    })
    describe('time to live', () => {
      expiring(opened)
      lifetimes(opened)
    })
    describe('values and keys', () => {
      values(opened)
      keys(opened)
    })
    describe('close', () => {
      closing(opened)
    })
  })
}

function comparing(open: Open): void {
  test('nothing is there at first', async () => {
    const { store } = await open()
    expect(await store.get('key')).toBeUndefined()
  })

  test('what was put is there, for every owner', async () => {
    const { store, other } = await open()
    const version = await store.put('key', bytes(1, 2, 3), null, MINUTE)
    expect(version).toEqual(expect.any(String))
    for (const owner of [store, other]) {
      expect(await owner.get('key')).toEqual({ value: bytes(1, 2, 3), version })
    }
    expect(await store.get('another')).toBeUndefined()
  })

  test('a put that expects nothing is refused where something is', async () => {
    const { store, other } = await open()
    await store.put('key', bytes(1), null, MINUTE)
    expect(await store.put('key', bytes(2), null, MINUTE)).toBeNull()
    expect(await other.put('key', bytes(2), null, MINUTE)).toBeNull()
    expect((await store.get('key'))?.value).toEqual(bytes(1))
  })

  test('a put that expects a version needs that version', async () => {
    const { store, other } = await open()
    const first = await store.put('key', bytes(1), null, MINUTE)
    const second = await other.put('key', bytes(2), first, MINUTE)
    expect(second).toEqual(expect.any(String))
    expect(second).not.toBe(first)
    for (const expected of [first, 'unheard of', '', null]) {
      expect(await store.put('key', bytes(3), expected, MINUTE)).toBeNull()
    }
    expect(await store.get('key')).toEqual({ value: bytes(2), version: second })
  })

  test('a put that expects a version is refused where nothing is', async () => {
    const { store } = await open()
    expect(await store.put('key', bytes(1), 'unheard of', MINUTE)).toBeNull()
    expect(await store.get('key')).toBeUndefined()
  })
}

function versions(open: Open): void {
  test('the version of one key does not fit another', async () => {
    const { store } = await open()
    const one = await store.put('one', bytes(1), null, MINUTE)
    await store.put('two', bytes(2), null, MINUTE)
    expect(await store.put('two', bytes(3), one, MINUTE)).toBeNull()
  })

  test('the same value put again is a new version', async () => {
    const { store } = await open()
    const first = await store.put('key', bytes(1), null, MINUTE)
    const second = await store.put('key', bytes(1), first, MINUTE)
    expect(second).not.toBe(first)
    expect(await store.put('key', bytes(1), first, MINUTE)).toBeNull()
  })
}

function competing(open: Open): void {
  test('of 50 that expect nothing, one succeeds', async () => {
    const { store, other } = await open()
    expect(await winnersOf50(store, other, null)).toHaveLength(1)
  })

  test('of 50 that expect the same version, one succeeds', async () => {
    const { store, other } = await open()
    const version = await store.put('key', bytes(99), null, MINUTE)
    expect(await winnersOf50(store, other, version)).toHaveLength(1)
  })

  test('puts of the same tick have a result each', async () => {
    const { store } = await open()
    await store.put('taken', bytes(0), null, MINUTE)
    const keys = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 'taken' : `free ${i}`))
    const results = await Promise.all(keys.map((key) => store.put(key, bytes(1), null, MINUTE)))
    expect(results.map((version) => version === null)).toEqual(keys.map((key) => key === 'taken'))
    const free = keys.filter((key) => key !== 'taken')
    const held = await Promise.all(free.map((key) => store.get(key)))
    const given = results.filter((version) => version !== null)
    expect(held.map((found) => found?.version)).toEqual(given)
    expect(new Set(given).size).toBe(10)
  })

  test('two owners that count together lose no step', async () => {
    const { store, other } = await open()
    await store.put('count', bytes(0), null, MINUTE)
    await Promise.all([store, other, store, other].map((owner) => count(owner, 25)))
    expect((await store.get('count'))?.value).toEqual(bytes(100))
  })
}

/** Lets 50 write at once; returns those who were told that they have, and whose value both owners see. */
async function winnersOf50(store: Store, other: Store, expected: string | null): Promise<number[]> {
  const tries = Array.from({ length: 50 }, (_, i) =>
    (i % 2 === 0 ? store : other).put('key', bytes(i), expected, MINUTE),
  )
  const results = await Promise.all(tries)
  const seen = await Promise.all([store.get('key'), other.get('key')])
  return results.flatMap((version, i) => {
    if (version === null) return []
    const isSeen = seen.every((found) => found?.version === version && found.value[0] === i)
    return isSeen ? [i] : [i, NaN]
  })
}

async function count(store: Store, steps: number): Promise<void> {
  for (let done = 0; done < steps;) {
    const found = await store.get('count')
    if (found === undefined) throw new Error('the count is gone')
    const next = bytes((found.value[0] as number) + 1)
    if ((await store.put('count', next, found.version, MINUTE)) !== null) done++
  }
}

function deleting(open: Open): void {
  test('deletes the version that is expected', async () => {
    const { store, other } = await open()
    const version = (await store.put('key', bytes(1), null, MINUTE)) as string
    expect(await other.delete('key', version)).toBe(true)
    expect(await store.get('key')).toBeUndefined()
    expect(await other.get('key')).toBeUndefined()
  })

  test('leaves another version alone', async () => {
    const { store } = await open()
    const first = (await store.put('key', bytes(1), null, MINUTE)) as string
    const second = await store.put('key', bytes(2), first, MINUTE)
    expect(await store.delete('key', first)).toBe(false)
    expect(await store.get('key')).toEqual({ value: bytes(2), version: second })
  })

  test('says true where nothing was', async () => {
    const { store } = await open()
    expect(await store.delete('key', 'unheard of')).toBe(true)
  })

  test('a version does not come again after a deletion', async () => {
    const { store, other } = await open()
    const seen = new Set<string>()
    for (let i = 0; i < 10; i++) {
      const owner = i % 2 === 0 ? store : other
      const version = (await owner.put('key', bytes(1), null, MINUTE)) as string
      expect(await store.put('key', bytes(2), [...seen].at(-1) ?? '', MINUTE)).toBeNull()
      seen.add(version)
      expect(await owner.delete('key', version)).toBe(true)
    }
    expect(seen.size).toBe(10)
  })
}

function expiring(open: Open): void {
  test('what has outlived its time is not there', async () => {
    const { store, other, pass } = await open()
    await store.put('key', bytes(1), null, 1000)
    pass(999)
    expect(await store.get('key')).toBeDefined()
    expect(await other.get('key')).toBeDefined()
    pass(1)
    expect(await other.get('key')).toBeUndefined()
    expect(await store.get('key')).toBeUndefined()
  })

  test('not there for `expected` neither', async () => {
    const { store, pass } = await open()
    const first = await store.put('key', bytes(1), null, 1000)
    pass(1000)
    expect(await store.put('key', bytes(2), first, 1000)).toBeNull()
    const second = await store.put('key', bytes(3), null, 1000)
    expect(second).not.toBe(first)
    expect(await store.get('key')).toEqual({ value: bytes(3), version: second })
  })

  test('to delete it says true, whatever is expected', async () => {
    const { store, pass } = await open()
    const version = (await store.put('one', bytes(1), null, 1000)) as string
    await store.put('two', bytes(1), null, 1000)
    pass(1000)
    expect(await store.delete('one', version)).toBe(true)
    expect(await store.delete('two', 'unheard of')).toBe(true)
  })
}

function lifetimes(open: Open): void {
  test('each put sets the time anew', async () => {
    const { store, pass } = await open()
    const first = await store.put('key', bytes(1), null, 1000)
    pass(900)
    await store.put('key', bytes(2), first, 1000)
    pass(900)
    expect((await store.get('key'))?.value).toEqual(bytes(2))
    pass(100)
    expect(await store.get('key')).toBeUndefined()
  })

  test('Infinity is for ever, zero and less is over at once, half a millisecond counts', async () => {
    const { store, pass } = await open()
    await store.put('ever', bytes(1), null, Infinity)
    await store.put('none', bytes(1), null, 0)
    await store.put('less', bytes(1), null, -5)
    await store.put('half', bytes(1), null, 0.5)
    expect(await store.get('none')).toBeUndefined()
    expect(await store.get('less')).toBeUndefined()
    expect(await store.get('half')).toBeDefined()
    pass(1e12)
    expect(await store.get('half')).toBeUndefined()
    expect((await store.get('ever'))?.value).toEqual(bytes(1))
  })

  test('no number is refused', async () => {
    const { store } = await open()
    for (const ttl of [NaN, undefined, '5']) {
      const put = store.put('key', bytes(1), null, ttl as number)
      await expect(put).rejects.toThrow(/^PG_STORE_LIMIT/)
    }
    expect(await store.get('key')).toBeUndefined()
  })
}

function closing(open: Open): void {
  test('what is called later rejects, except close', async () => {
    const { store } = await open()
    const version = (await store.put('key', bytes(1), null, MINUTE)) as string
    await store.close?.()
    await expect(store.get('key')).rejects.toThrow(/^PG_STORE: .*closed/)
    await expect(store.put('key', bytes(2), version, 1)).rejects.toThrow(/^PG_STORE: .*closed/)
    await expect(store.delete('key', version)).rejects.toThrow(/^PG_STORE: .*closed/)
    await store.close?.()
  })

  test('what was called before is carried out', async () => {
    const { store } = await open()
    const puts = Array.from({ length: 10 }, (_, i) => store.put(`${i}`, bytes(i), null, MINUTE))
    const closed = store.close?.()
    for (const version of await Promise.all(puts)) expect(version).toEqual(expect.any(String))
    await closed
  })
}
