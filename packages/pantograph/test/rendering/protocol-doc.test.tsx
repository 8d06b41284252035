// The hex examples of docs/protocol.md are what the code sends.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { signal } from 'pantograph'
import { open } from './page.ts'

const doc = readFileSync(new URL('../../../../docs/protocol.md', import.meta.url), 'utf8')

function example(name: string): string {
  const found = new RegExp(`\`\`\`hex ${name}\n([^\`]*)\`\`\``).exec(doc)?.[1]
  if (found === undefined) throw new Error(`docs/protocol.md has no example ${name}`)
  return found.trim()
}

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex').replace(/..(?=.)/g, '$& ')

test('a click', async () => {
  function Counter() {
    const count = signal(0)
    return () => <button onClick={() => count.value++}>Clicked {count} times</button>
  }
  const page = await open(Counter)
  expect(hex(page.up[0])).toBe(example('hello'))
  if (process.env['PANTOGRAPH_FRONT_END'] === 'compiled') {
    expect(hex(page.down[0])).toBe(example('welcome'))
    page.find('button').click()
    await page.settle()
    page.find('button').click()
    await page.settle()
    expect(hex(page.up[1])).toBe(example('click'))
    expect(hex(page.up[2])).toBe(example('second-click'))
    expect(hex(page.down[1])).toBe(example('first-answer'))
    expect(hex(page.down[2])).toBe(example('second-answer'))
  }
})

test('an event that changes nothing', async () => {
  const page = await open(() => <button onClick={() => {}}>Nothing</button>)
  page.find('button').click()
  await page.settle()
  expect(hex(page.down[1])).toBe(example('nothing-changed'))
})
