import { expect, test } from 'vitest'
import { isKey } from './keys.ts'

const press = (key: string, held = '', more: object = {}): KeyboardEvent =>
  ({
    key,
    code: '',
    isComposing: false,
    ctrlKey: held.includes('c'),
    altKey: held.includes('a'),
    metaKey: held.includes('m'),
    shiftKey: held.includes('s'),
    getModifierState: () => held.includes('g'),
    ...more,
  }) as unknown as KeyboardEvent

const fits = (wanted: string | string[], event: KeyboardEvent): boolean =>
  isKey([wanted].flat(), event)

test.each([
  ['Enter', 'Enter', ''],
  ['a', 'a', ''],
  ['?', '?', 's'],
  ['A', 'A', 's'],
  ['Space', ' ', ''],
  [' ', ' ', ''],
  ['+', '+', 's'],
  ['@', '@', 'cag'],
  ['ctrl+s', 's', 'c'],
  ['Ctrl+S', 's', 'c'],
  ['ctrl+shift+s', 'S', 'cs'],
  ['shift+Tab', 'Tab', 's'],
  ['ctrl++', '+', 'cs'],
  ['ctrl+/', '/', 'c'],
  ['alt+ArrowUp', 'ArrowUp', 'a'],
  ['meta+k', 'k', 'm'],
  ['mod+k', 'k', 'c'],
])('%s is %s with %s', (wanted, key, held) => {
  expect(fits(wanted, press(key, held))).toBe(true)
})

test.each([
  ['Enter', 'a', ''],
  ['Enter', 'Enter', 's'],
  ['Enter', 'Enter', 'c'],
  ['a', 'a', 'c'],
  ['a', 'A', 's'],
  ['ctrl+s', 's', ''],
  ['ctrl+s', 'S', 'cs'],
  ['ctrl+s', 's', 'cm'],
  ['shift+Tab', 'Tab', ''],
])('%s is not %s with %s', (wanted, key, held) => {
  expect(fits(wanted, press(key, held))).toBe(false)
})

test('none named: all; several: any of them', () => {
  expect(fits([], press('x'))).toBe(true)
  expect(fits(['a', 'b'], press('b'))).toBe(true)
})

test('a shortcut is where its letter is, in other alphabets as well', () => {
  expect(fits('ctrl+s', press('ы', 'c', { code: 'KeyS' }))).toBe(true)
  expect(fits('ctrl+s', press('o', 'c', { code: 'KeyS' }))).toBe(false)
})

test('nothing while a text is being composed', () => {
  expect(fits('Enter', press('Enter', '', { isComposing: true }))).toBe(false)
  expect(fits('Enter', press('Enter', '', { keyCode: 229 }))).toBe(false)
  expect(fits([], press('Enter', '', { isComposing: true }))).toBe(true)
})
