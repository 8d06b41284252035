// Every kind of payload, from the bytes that a page sends to what a handler is called with.
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from '../server/index.ts'
import { openPage } from './open.ts'

const text = (words: string): number[] => [...Buffer.from(words)]
const inline = (words: string): number[] => [words.length, ...text(words)]
/** No keys, no button; the main button is held; 5 and 6 in the window, 1 and 2 in the element. */
const AT = [0, 1, 10, 12, 2, 4]
const AT_FIELDS = { button: 0, buttons: 1, clientX: 5, clientY: 6, offsetX: 1, offsetY: 2 }

const EVENTS: readonly (readonly [event: string, bytes: readonly number[], fields: object])[] = [
  ['onClick', [], { button: 0 }],
  ['onClickOutside', [], { button: 0 }],
  ['onDblClick', AT, AT_FIELDS],
  ['onMouseMove', AT, AT_FIELDS],
  ['onPointerMove', [...AT, 2, 5, 0], { ...AT_FIELDS, pointerId: 1, pointerType: 'mouse' }],
  ['onTouchStart', [0, 1, 0, 2, 4, 0], { touches: [{ identifier: 0, clientX: 1, clientY: 2 }] }],
  ['onWheel', [...AT, 0, 200, 1, 0], { ...AT_FIELDS, deltaX: 0, deltaY: 100, deltaMode: 0 }],
  [
    'onKeyDown',
    [64, ...inline('Enter'), ...text('v')],
    { key: 'Enter', code: 'Enter', value: 'v' },
  ],
  [
    'onBeforeInput',
    [...inline('insertText'), ...text('x')],
    { inputType: 'insertText', data: 'x' },
  ],
  ['onInput', [0, ...text('v')], { value: 'v', checked: false }],
  ['onCompositionEnd', [...inline('e'), ...text('cafe')], { data: 'e', value: 'cafe' }],
  ['onFocus', [0, ...text('v')], { value: 'v' }],
  ['onSubmit', [...inline(''), ...inline('a'), ...inline('1')], { data: { a: '1' } }],
  ['onPaste', [1, ...inline('text/plain'), ...text('t')], { text: 't', types: ['text/plain'] }],
  ['onDrop', [...AT, 0, 1, ...inline('a.txt')], { ...AT_FIELDS, files: ['a.txt'], text: '' }],
  ['onScroll', [0, 10, 100, 100, 20, 20], { scrollTop: 5, scrollHeight: 100, clientHeight: 20 }],
  ['onResize', [100, 50], { width: 100, height: 50 }],
  ['onToggle', [1], { open: true }],
  ['onAnimationEnd', [100, ...inline('spin')], { animationName: 'spin', elapsedTime: 0.1 }],
  ['onTransitionEnd', [100, ...inline('color')], { propertyName: 'color', elapsedTime: 0.1 }],
  ['onTimeUpdate', [1, 100, 0, 100, 100], { paused: true, currentTime: 0.1, duration: null }],
  ['onSelect', [1, 2, ...text('b')], { text: 'b', start: 1, end: 2 }],
  ['onVisibilityChange', [0], { visible: false }],
  ['onVisible', [1, 100], { visible: true, ratio: 0.1 }],
  ['onClose', text('yes'), { returnValue: 'yes' }],
  ['onLoad', [], {}],
]

test.each(EVENTS)('%s with %j tells %j', async (attribute, bytes, fields) => {
  const seen: object[] = []
  const handlers = { [attribute]: (event: object): void => void seen.push(event) }
  const app = createApp({ secret: 'a secret that is long enough for tests' })
  onTestFinished(() => app.close())
  app.page('/', () => <p {...handlers} />)
  const { url } = await app.listen(0)
  const page = await openPage(url)
  onTestFinished(() => page.close())
  const type = attribute.slice(2).toLowerCase()
  page.fire(type, 0, bytes)
  await page.idle()
  expect(seen).toEqual([expect.objectContaining({ type, ...fields })])
  expect(page.counts.faults).toBe(0)
})
