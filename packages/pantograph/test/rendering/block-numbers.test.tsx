// Numbers of blocks: reused only when the browser has confirmed that it removed the old block.
import { expect, test } from 'vitest'
import { signal } from 'pantograph'
import { agree } from './compare.ts'
import { open } from './page.ts'

test('a free number just below the first fresh one was taken for a fresh one', async () => {
  const count = signal(0)
  const last = signal<string | null>('a')
  const page = await open(() => () => (
    <p>
      {count}
      {last.value && <b>{last.value}</b>}
    </p>
  ))
  last.value = null
  await page.settle()
  count.value++
  await page.settle()
  last.value = 'd'
  await page.settle()
  await agree(page)
  last.value = 'e'
  await page.settle()
  expect(page.find('b').textContent).toBe('e')
})

test('the number of a removed block waits for the acknowledgement of the frame that removed it', async () => {
  const shown = signal<number[]>([1])
  const page = await open(() => () => (
    <ul>
      {shown.value.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  ))
  const { tree } = page.session
  const { fresh } = tree
  shown.value = [2]
  await page.settle()
  // One frame alone is not acknowledged yet.
  expect(tree.fresh).toBe(fresh + 1)
  shown.value = [3]
  await page.settle()
  expect(tree.fresh).toBe(fresh + 2)
  for (const item of [4, 5, 6, 7, 8]) {
    shown.value = [item]
    await page.settle()
  }
  expect(tree.fresh).toBeLessThanOrEqual(fresh + 3)
  await agree(page)
})
