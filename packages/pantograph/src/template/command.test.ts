import { expect, test } from 'vitest'
import { command } from './command.ts'
import type { Command } from './command.ts'
import { detailsOf, handlerOf, on, optionsOf } from './on.ts'
import { needsOfHandler, NEEDS_COMMANDS } from './needs.ts'

const stepsOf = (made: Command): unknown => JSON.parse(made.text)
const save = (): void => {}

test.each([
  [command.show('#a'), ['show', '#a', true, null]],
  [command.hide('#a', { transition: 'fade' }), ['show', '#a', false, 'fade']],
  [command.toggle(), ['show', null, null, null]],
  [command.addClass('a  b'), ['class', null, true, ['a', 'b']]],
  [command.removeClass('a', { to: { closest: 'li' } }), ['class', { closest: 'li' }, false, ['a']]],
  [command.toggleClass('a', { to: '#b' }), ['class', '#b', null, ['a']]],
  [command.setAttribute('tabIndex', 0), ['attribute', null, 'tabindex', '0', '0']],
  [command.setAttribute('inert', true), ['attribute', null, 'inert', '', '']],
  [command.removeAttribute('title'), ['attribute', null, 'title', null, null]],
  [command.toggleAttribute('inert'), ['attribute', null, 'inert', '', null]],
  [
    command.toggleAttribute('aria-expanded', { values: ['true', 'false'] }),
    ['attribute', null, 'aria-expanded', 'true', 'false'],
  ],
  [command.focus('#a', { preventScroll: true }), ['focus', '#a', { preventScroll: true }]],
  [command.focusNext('#m a'), ['focusBeside', '#m a', 1]],
  [command.trapFocus(), ['trap', null]],
  [command.releaseFocus(), ['release', null]],
  [
    command.scrollIntoView('#a', { block: 'center' }),
    ['scrollIntoView', '#a', { block: 'center' }],
  ],
  [command.openDialog('#d'), ['open', '#d', true]],
  [command.closeDialog(), ['close', { closest: 'dialog' }]],
  [command.hidePopover(), ['hidePopover', { closest: '[popover]' }]],
  [command.copy('x'), ['copy', null, 'x']],
  [command.copy({ from: '#code' }), ['copy', '#code', null]],
  [command.dispatch('app:go', { detail: { a: [1] } }), ['dispatch', null, 'app:go', { a: [1] }]],
  [command.navigate('?a', { replace: true }), ['navigate', null, '?a', true, false]],
  [
    command.keys({ 'ctrl+s': command.hide('#a') }),
    ['keys', null, [['ctrl+s', [['show', '#a', false, null]]]]],
  ],
])('%# is told as %j', (made, step) => {
  expect(stepsOf(made)).toEqual([step])
})

test('steps follow each other, and a beginning can be shared', () => {
  const hide = command.hide('#a')
  const more = hide.focus('#b')
  expect(stepsOf(hide)).toHaveLength(1)
  expect(stepsOf(more)).toEqual([
    ['show', '#a', false, null],
    ['focus', '#b', { preventScroll: false }],
  ])
  expect(stepsOf(command.select('#c').also(more))).toHaveLength(3)
})

test('alone, they have nothing for the server', () => {
  const hide = command.hide('#a')
  expect(detailsOf(hide)).toEqual(['quiet', `command ${hide.text}`])
  expect(handlerOf(hide)?.({})).toBeUndefined()
  expect(needsOfHandler(hide)).toBe(NEEDS_COMMANDS)
})

test('then a handler is called', () => {
  const both = command.hide('#a').then(save)
  expect(handlerOf(both)).toBe(save)
  expect(detailsOf(both)).toEqual(['command [["show","#a",false,null]]'])
  expect(detailsOf(command.hide('#a').optimistic().then(save))[0]).toBe('optimistic')
})

test('options go around commands, with a handler or without', () => {
  const hide = command.hide('#a')
  const asked = on(hide, { preventDefault: true, key: 'Enter' })
  expect(optionsOf(asked)?.preventDefault).toBe(true)
  expect(detailsOf(asked)).toEqual(['quiet', 'key Enter', `command ${hide.text}`])
  expect(handlerOf(on(hide.then(save), { once: true }))).toBe(save)
  expect(detailsOf(on(hide.optimistic().then(save), { once: true }))).toEqual([
    'once',
    'optimistic',
    `command ${hide.text}`,
  ])
})

test.each([
  ['an empty selector', () => command.show(' ')],
  ['a selector that does not end', () => command.show('#a[b="c"')],
  ['a bracket in a string that does not end', () => command.show('[a="]')],
  ['no selector', () => command.show(5 as never)],
  ['no target', () => command.show({} as never)],
  ['no class', () => command.addClass('')],
  ['two transitions', () => command.show('#a', { transition: 'a b' })],
  ['a handler as text', () => command.setAttribute('onclick', 'alert(1)')],
  ['a document as text', () => command.setAttribute('srcdoc', '<script>alert(1)</script>')],
  ['no name', () => command.setAttribute('a b', '')],
  ['a class', () => command.setAttribute('class', 'a')],
  ['a style', () => command.removeAttribute('style')],
  ['an address that runs', () => command.setAttribute('href', ' java\nscript:alert(1)')],
  ['one in a list', () => command.setAttribute('values', '#a;javascript:alert(1)')],
  ['one to toggle', () => command.toggleAttribute('href', { values: ['javascript:1', '#'] })],
  ['no value', () => command.setAttribute('title', null as never)],
  ['an address that runs, to go to', () => command.navigate('javascript:alert(1)')],
  ['a document, to go to', () => command.navigate('data:text/html,<script>alert(1)</script>')],
  ['no event', () => command.dispatch('')],
  ['no data', () => command.dispatch('a', { detail: 1n })],
  ['a function', () => command.dispatch('a', { detail: save })],
  ['a guess that nobody confirms', () => command.hide('#a').optimistic().text],
  ['too much', () => command.copy('x'.repeat(20_000)).text],
  ['no handler', () => command.then('x' as never)],
])('%s is refused', (_, make) => {
  expect(make).toThrow(/^PG_COMMAND/)
})

test.each(['#a > .b:not(.c, [d="]("])', String.raw`#a\(b`, ':is(a, b)', "[title='it \\' s']"])(
  '%s is a selector',
  (selector) => {
    expect(stepsOf(command.show(selector))).toEqual([['show', selector, true, null]])
  },
)

test('a wrong key is refused', () => {
  expect(() => command.keys({ 'ctrl+': command })).toThrow(/^PG_OPTION/)
})

test('a command is no promise', async () => {
  const given = async (): Promise<unknown> => command.hide('#a')
  await expect(given()).rejects.toThrow(/^PG_COMMAND.*no promise/)
})

test('a guess is one in a longer command too, and none by key', () => {
  const guess = command.hide('#a').optimistic()
  expect(() => command.show('#b').also(guess).text).toThrow(/^PG_COMMAND/)
  expect(() => command.keys({ Enter: guess })).toThrow(/^PG_COMMAND/)
  const handled = command.hide('#a').then(() => {}) as unknown as typeof command
  expect(() => command.keys({ Enter: handled })).toThrow(/^PG_COMMAND/)
})

test('what run() cannot do is found behind what it can', () => {
  expect(command.copy('x').hide().selfish).toBe('show')
  expect(command.copy('x').hide('#a').selfish).toBe(null)
})
