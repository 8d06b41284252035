// What a form holds is named by paths; what an older build has kept is completed.
import { describe, expect, test } from 'vitest'
import { completed } from './paths.ts'

describe('values that an older build has kept', () => {
  test('get the fields that were added, in groups too', () => {
    const kept = { name: 'Ada', address: { city: 'London' }, lines: [{ a: 1 }] }
    const initial = { name: '', address: { city: '', zip: '?' }, lines: [{ a: 0, b: 0 }], age: 0 }
    expect(completed(kept, initial, { name: '', address: { city: '' } })).toEqual({
      name: 'Ada',
      address: { city: 'London', zip: '?' },
      lines: [{ a: 1 }],
      age: 0,
    })
  })

  test('are the same object when they lack nothing: nothing has changed', () => {
    const kept: object = {
      name: 'Ada',
      address: { city: 'London', old: 1 },
      age: undefined,
      when: null,
    }
    const initial = { name: '', address: { city: '' }, age: 1, when: new Date(0) }
    expect(completed(kept, initial, null)).toBe(kept)
  })

  test('do not get back what was taken out of them', () => {
    const initial = { kind: { type: 'card', number: '' }, news: false }
    const kept: object = { kind: { type: 'bank', iban: 'AT61' } }
    expect(completed(kept, initial, { kind: initial.kind })).toEqual({ ...kept, news: false })
  })
})
