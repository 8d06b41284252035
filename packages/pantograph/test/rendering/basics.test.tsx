import { expect, test } from 'vitest'
import { signal } from 'pantograph'
import { open } from './page.ts'

test('a click changes the text, and the node stays', async () => {
  function Counter() {
    const count = signal(0)
    return () => <button onClick={() => count.value++}>Clicked {count} times</button>
  }
  const page = await open(Counter)
  expect(page.html).toContain('<button>Clicked 0 times</button>')
  const button = page.find('button')
  button.click()
  await page.settle()
  expect(page.log).toEqual([])
  expect(page.find('button')).toBe(button)
  expect(button.textContent).toBe('Clicked 1 times')
  button.click()
  button.click()
  await page.settle()
  expect(button.textContent).toBe('Clicked 3 times')
})
