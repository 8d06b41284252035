// Events by their own names, as custom elements fire them, and what they carry.
import { expect, test } from 'vitest'
import { on, signal } from 'pantograph'
import type { PantographCustomEvent } from 'pantograph'
import { inStep } from './compare.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

const cyclic = (): object => {
  const one: Record<string, unknown> = {}
  return Object.assign(one, { one })
}

async function fire(page: TestPage, name: string, detail?: unknown, bubbles = false) {
  const { CustomEvent } = page.window
  const event = new CustomEvent(name, { detail: detail as object, bubbles }) as unknown as Event
  page.find('x-y').dispatchEvent(event)
  await page.settle()
}

test.each([
  ['a text', 'x', 'x'],
  ['data', { a: [1, null, 'ü\ud800'] }, { a: [1, null, 'ü\ud800'] }],
  ['nothing', undefined, null],
  ['null', null, null],
  ['what cannot be written', cyclic(), undefined],
  ['what has no words', () => {}, undefined],
])('%s', async (_, detail, expected) => {
  const seen: PantographCustomEvent[] = []
  const page = await open(() => <x-y on:value-changed={(event) => seen.push(event)} />)
  await fire(page, 'value-changed', detail)
  expect(seen).toEqual([{ type: 'value-changed', id: 'test:1', detail: expected }])
})

test('any name, as it is written', async () => {
  const seen: string[] = []
  const note = ({ type }: { type: string }): void => void seen.push(type)
  const page = await open(() => (
    <x-y
      on:rate={note}
      on:myEvent={note}
      {...{ 'on:a.b:c': note, onLowered: note }}
      on:x_1={note}
    />
  ))
  for (const name of ['rate', 'myEvent', 'myevent', 'a.b:c', 'lowered', 'x_1']) {
    await fire(page, name)
  }
  expect(seen).toEqual(['rate', 'myEvent', 'a.b:c', 'lowered', 'x_1'])
})

test('whether it bubbles or not, it reaches those who should hear it', async () => {
  const seen: string[] = []
  const page = await open(() => (
    <p on:rate={() => seen.push('around')}>
      <x-y on:rate={() => seen.push('on it')} />
    </p>
  ))
  await fire(page, 'rate', 1)
  expect(seen.splice(0)).toEqual(['on it'])
  await fire(page, 'rate', 1, true)
  expect(seen).toEqual(['on it', 'around'])
})

test('with options, and a handler that says what it takes', async () => {
  const rating = signal(0)
  const rate = on<PantographCustomEvent<number>>(({ detail }) => (rating.value = detail), {
    stopPropagation: true,
  })
  const page = await open(() => () => (
    <p on:rate={() => (rating.value = -1)}>
      <x-y on:rate={rate}>{rating}</x-y>
    </p>
  ))
  await fire(page, 'rate', 4, true)
  expect(page.find('x-y').textContent).toBe('4')
  await inStep(page)
})

test('on:click is onClick', async () => {
  const seen: unknown[] = []
  const page = await open(() => <x-y on:click={(event) => seen.push(event)} />)
  page.fire(page.find('x-y'), 'click', { shiftKey: true })
  await page.settle()
  expect(seen).toEqual([expect.objectContaining({ button: 0, shiftKey: true })])
})

test.each(['on:', 'on::push', 'on:a b', 'on:a=b', 'on:"><script>'])(
  '%j names no event',
  async (name) => {
    const rest = { [name]: () => {} }
    await expect(open(() => <p {...rest} />)).rejects.toThrow(/PG_ATTRIBUTE_NAME/)
  },
)

test('a text is no handler', async () => {
  const rest = { 'on:click': 'alert(1)', 'on:x': 'alert(1)' } as object
  const page = await open(() => <p {...rest} />)
  expect(page.root.innerHTML).toBe('<p></p>')
})

test('more than the page can keep is not taken', async () => {
  const seen: unknown[] = []
  const page = await open(() => <x-y on:rate={(event) => seen.push(event)} />)
  await fire(page, 'rate', 'x'.repeat(70_000))
  expect(seen).toEqual([])
})
