import { expect, test } from 'vitest'
import { template } from './template.ts'

test('equal content is the same template', () => {
  const make = () => template(['<p', '>', '</p>'], ['title', ''])
  expect(make()).toBe(make())
})

test('other statics, slots or places of slots are another template', () => {
  const all = [
    template(['<p>', '</p>'], ['']),
    template(['<b>', '</b>'], ['']),
    template(['<p', '></p>'], ['title']),
    template(['<p', '></p>'], ['class']),
    template(['<p>', '', '</p>'], ['', '']),
    template(['', '<p></p>'], ['']),
    template(['<p></p>', ''], ['']),
  ]
  expect(new Set(all).size).toBe(all.length)
})
