// A session that was restored from a checkpoint: the page says in sums what it shows, and is told no more than
// what differs.
import { expect, test } from 'vitest'
import { computed, signal } from 'pantograph'
import { OUTLINE } from '../../src/wire/protocol.ts'
import { inStep } from './compare.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

const IS_COMPILED = process.env['PANTOGRAPH_FRONT_END'] === 'compiled'

/** Another server goes on; returns how often the DOM was changed until the page was in step again. */
async function restore(page: TestPage, meanwhile: () => void = () => {}): Promise<number> {
  await page.moveOn()
  meanwhile()
  const records: unknown[] = []
  const observer = new page.window.MutationObserver((seen) => void records.push(...seen))
  observer.observe(page.window.document.body, {
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true,
  })
  page.down.length = page.up.length = 0
  page.reconnect()
  await page.settle()
  records.push(...observer.takeRecords())
  observer.disconnect()
  await inStep(page)
  return records.length
}

const hex = (messages: readonly Uint8Array[]): string[] =>
  messages.map((message) => Buffer.from(message).toString('hex'))

const typesUp = (page: TestPage): number[] => page.up.map(([head = 0]) => head & 7)

function Counter() {
  const count = signal(0)
  return () => <button onClick={() => count.value++}>Clicked {count} times</button>
}

function Rows() {
  const count = signal(1000)
  const rows = computed(() => Array.from({ length: count.value }, (_, i) => i + 1))
  return () => (
    <section>
      <table>
        <tbody>
          {rows.value.map((row) => (
            <tr key={row}>
              <td>{row}</td>
              <td class={`row${row}`}>row {row}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <button onClick={() => count.value++} />
    </section>
  )
}

test('an unchanged page of 1,000 rows: nothing is told, nothing is touched, and it goes on', async () => {
  const page = await open(Rows)
  page.find('button').click()
  await page.settle()
  expect(await restore(page)).toBe(0)
  // The kind, one event done, no checkpoints, a ticket of a byte, and a sum.
  const sum = IS_COMPILED ? 'b2de30c70924' : '[0-9a-f]{12}'
  expect(hex(page.down).join(' ')).toMatch(new RegExp(`^010401000101${sum}$`))
  expect(hex(page.up.slice(1))).toEqual(['07'])
  page.find('button').click()
  await page.settle()
  expect(page.find('tr:last-child').textContent).toBe('1002row 1002')
  await inStep(page)
})

test('a changed text: its block is told, and only the text is touched', async () => {
  const shared = signal('before')
  const page = await open(() => () => (
    <section>
      <p title="static">It is {shared} now</p>
      <Counter />
    </section>
  ))
  const texts = [...page.find('p').childNodes]
  expect(await restore(page, () => (shared.value = 'after'))).toBe(1)
  expect([...page.find('p').childNodes]).toEqual(texts)
  expect(typesUp(page)).toEqual([1, OUTLINE])
  // A text of a block, of which the other slots hold blocks.
  const told = IS_COMPILED ? '10046002141b6166746572' : '10.*6166746572.*'
  expect(hex(page.down.slice(1)).join(' ')).toMatch(new RegExp(`^${told}$`))
  page.find('button').click()
  await page.settle()
  await inStep(page)
})

test('an inserted, a moved and a removed item: just these are told', async () => {
  const items = signal(Array.from({ length: 200 }, (_, i) => i))
  const page = await open(() => () => (
    <ul>
      {items.value.map((item) => (
        <li key={item} id={`i${item}`}>
          {item}
        </li>
      ))}
    </ul>
  ))
  const before = new Map([...page.find('ul').children].map((item) => [item.id, item]))
  await restore(
    page,
    () => (items.value = [7, 1000, ...items.value.filter((i) => i !== 7 && i !== 9)]),
  )
  const stayed = [...page.find('ul').children].filter((item) => before.get(item.id) === item)
  expect([stayed.length, page.find('ul').children.length]).toEqual([199, 200])
  expect(page.down).toHaveLength(2)
  expect((page.down[1] as Uint8Array).length).toBeLessThan(60)
})
