// What a form holds, without controls: names of fields may be any.
import { expect, test } from 'vitest'
import { FormState } from './form-state.ts'

test.each(['constructor', 'valueOf', 'toString'])('a list named %s is as any other', (name) => {
  const state = new FormState('form', { [name]: [{ a: '' }] })
  expect(state.keys(name)).toEqual({ keys: [1], next: 2 })
})

test('a reset keeps no keys of lists within items that are gone', () => {
  const lists = { lines: [{ tags: ['a'] }] }
  const state = new FormState('form', lists)
  expect([state.keys('lines').keys, state.keys('lines.#1.tags').keys]).toEqual([[1], [1]])
  state.reset(lists)
  expect(state.now.keys).toEqual({ lines: { keys: [], next: 2 } })
  expect(state.keys('lines').keys).toEqual([2])
})
