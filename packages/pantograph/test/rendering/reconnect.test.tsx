// A connection that is lost: nothing that the user did is lost or done twice, and the page keeps its nodes.
import { expect, test } from 'vitest'
import { signal } from 'pantograph'
import { inStep } from './compare.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

function Counter() {
  const count = signal(0)
  return () => <button onClick={() => count.value++}>{count}</button>
}

async function again(page: TestPage): Promise<void> {
  page.reconnect()
  await page.settle()
}

test('clicks made offline are handled once, when the page is back', async () => {
  const page = await open(Counter)
  const button = page.find('button')
  button.click()
  await page.settle()
  page.cut()
  button.click()
  button.click()
  await page.settle()
  expect(button.textContent).toBe('1')
  await again(page)
  expect(page.find('button')).toBe(button)
  expect(button.textContent).toBe('3')
  await inStep(page)
})

test('a click whose message was lost on the way is sent again', async () => {
  const page = await open(Counter)
  ;(page.socket as { stalled: boolean }).stalled = true
  page.find('button').click()
  await page.settle()
  page.cut()
  await again(page)
  expect(page.find('button').textContent).toBe('1')
})

test('a click that was handled but whose answer was lost is not handled twice', async () => {
  const page = await open(Counter)
  page.find('button').click()
  // The server has it; the answer is on the way when the connection ends.
  await Promise.resolve()
  page.cut()
  await page.settle()
  await again(page)
  expect(page.find('button').textContent).toBe('1')
  page.find('button').click()
  await page.settle()
  expect(page.find('button').textContent).toBe('2')
})

test('any cut at any moment: each click is counted once', async () => {
  for (let wait = 0; wait < 12; wait++) {
    const page = await open(Counter)
    page.find('button').click()
    page.find('button').click()
    for (let i = 0; i < wait; i++) await Promise.resolve()
    page.cut()
    page.find('button').click()
    await again(page)
    page.find('button').click()
    await page.settle()
    expect([wait, page.find('button').textContent]).toEqual([wait, '4'])
    await inStep(page)
  }
})

test('a handler that is running when the connection is lost finishes once', async () => {
  let finish = (): void => {}
  const runs = signal(0)
  const page = await open(() => () => (
    <button
      onClick={async () => {
        await new Promise<void>((resolve) => (finish = resolve))
        runs.value++
      }}
    >
      {runs}
    </button>
  ))
  page.find('button').click()
  await page.settle()
  page.cut()
  await again(page)
  finish()
  await page.settle()
  expect([runs.value, page.find('button').textContent]).toEqual([1, '1'])
})

test('what changed meanwhile is shown, in the nodes that were there', async () => {
  const rows = signal([1, 2, 3])
  const title = signal('before')
  const page = await open(() => () => (
    <div title={title.value}>
      <h1>{title}</h1>
      <ul>
        {rows.value.map((row) => (
          <li key={row} id={`row${row}`}>
            {row}
          </li>
        ))}
      </ul>
      <input id="field" />
    </div>
  ))
  const [heading, second, field] = ['h1', '#row2', '#field'].map((selector) => page.find(selector))
  ;(field as HTMLInputElement).value = 'typed, without a handler'
  page.fire(field as Element, 'input')
  page.cut()
  rows.value = [2, 4]
  title.value = 'after'
  await again(page)
  await inStep(page)
  expect(['h1', '#row2', '#field'].map((selector) => page.find(selector))).toEqual([
    heading,
    second,
    field,
  ])
  expect((field as HTMLInputElement).value).toBe('typed, without a handler')
})

test('what the user typed offline reaches the server, and is not taken away before', async () => {
  function Field() {
    const text = signal('')
    return () => (
      <p>
        <input value={text.value} onInput={(event) => (text.value = event.value)} />
        <b>{text}</b>
      </p>
    )
  }
  const page = await open(Field)
  const input = page.find<HTMLInputElement>('input')
  page.type(input, 'on')
  await page.settle()
  page.cut()
  for (const text of ['onl', 'online again']) page.type(input, text)
  await again(page)
  expect([input.value, page.find('b').textContent]).toEqual(['online again', 'online again'])
  expect(page.find('input')).toBe(input)
})

test('frames after a reconnect are acknowledged from the first one on', async () => {
  const count = signal(0)
  const page = await open(() => () => <p>{count}</p>)
  page.cut()
  await again(page)
  const acknowledged = (): number =>
    page.up.reduce((sum, [head = 0, n = 0]) => sum + ((head & 8) > 0 ? n : 0), 0)
  const before = [acknowledged(), page.down.length] as const
  for (let i = 1; i <= 9; i++) {
    count.value = i
    await page.settle()
  }
  // The last of the nine waits for its partner.
  expect(page.down.length - before[1]).toBe(9)
  expect(acknowledged() - before[0]).toBe(8)
})

test('events made while the page was not connected at first are sent', async () => {
  const page = await open(Counter)
  for (let round = 1; round <= 3; round++) {
    page.cut()
    page.find('button').click()
    await again(page)
    expect(page.find('button').textContent).toBe(String(round))
  }
})

test('an event of a row that is gone when the page is back is dropped, later ones are not', async () => {
  const rows = signal(['a', 'b'])
  const heard: string[] = []
  const page = await open(() => () => (
    <ul>
      {rows.value.map((row) => (
        <li key={row} id={row} onClick={() => heard.push(row)} />
      ))}
    </ul>
  ))
  page.cut()
  page.find('#a').click()
  page.find('#b').click()
  rows.value = ['b']
  await again(page)
  expect(heard).toEqual(['b'])
  page.find('#b').click()
  await page.settle()
  expect(heard).toEqual(['b', 'b'])
})
