// The hex examples of docs/protocol.md are what the code sends.
import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { command, createForm, hook, run, signal, stream } from 'pantograph'
import type { Noted } from './hook-module.ts'
import { open } from './page.ts'

const doc = readFileSync(new URL('../../../../docs/protocol.md', import.meta.url), 'utf8')

function example(name: string): string {
  const found = new RegExp(`\`\`\`hex ${name}\n([^\`]*)\`\`\``).exec(doc)?.[1]
  if (found === undefined) throw new Error(`docs/protocol.md has no example ${name}`)
  return found.trim()
}

const hex = (bytes: Uint8Array | undefined): string =>
  Buffer.from(bytes ?? [])
    .toString('hex')
    .replace(/..(?=.)/g, '$& ')

function Counter() {
  const count = signal(0)
  return () => <button onClick={() => count.value++}>Clicked {count} times</button>
}

test('HELLO', async () => {
  const page = await open(Counter)
  expect(hex(page.up[0])).toBe(example('hello'))
})

// The examples are of compiled templates; the plain runtime has a slot for each child.
test.runIf(process.env['PANTOGRAPH_FRONT_END'] === 'compiled')(
  'WELCOME and two clicks',
  async () => {
    const page = await open(Counter)
    expect(hex(page.down[0])).toBe(example('welcome'))
    page.find('button').click()
    await page.settle()
    page.find('button').click()
    await page.settle()
    expect(page.up.slice(1, 3).map(hex)).toEqual([example('click'), example('second-click')])
    expect(page.down.slice(1, 3).map(hex)).toEqual([
      example('first-answer'),
      example('second-answer'),
    ])
  },
)

test.runIf(process.env['PANTOGRAPH_FRONT_END'] === 'compiled')(
  'a page that is compared',
  async () => {
    const count = signal(2)
    const page = await open(() => () => <button onClick={() => {}}>Clicked {count} times</button>)
    const again = async (): Promise<string[]> => {
      page.up.length = page.down.length = 0
      page.reconnect()
      await page.settle()
      return [...page.down, ...page.up.slice(1)].map(hex)
    }
    await page.moveOn()
    expect(await again()).toEqual([example('compared'), example('same')])
    await page.moveOn()
    count.value = 3
    expect((await again()).slice(1)).toEqual([example('retold'), example('outline')])
  },
)

test.runIf(process.env['PANTOGRAPH_FRONT_END'] === 'compiled')('a stream', async () => {
  let append: (id: number) => void = () => {}
  const page = await open(() => {
    const feed = stream<number>({ key: (id) => id })
    const take = feed.on(() => {})
    append = (id) => feed.append(id)
    append(1)
    return () => (
      <ul>
        {feed.show((id) => (
          <li onClick={take}>{id}</li>
        ))}
      </ul>
    )
  })
  append(7)
  await page.settle()
  page.find('li:last-child').click()
  await page.settle()
  expect(hex(page.down.at(-2))).toBe(example('stream-append'))
  expect(hex(page.up[1])).toBe(example('stream-click'))
})

test('commands', async () => {
  const shown = signal(false)
  const page = await open(() => () => (
    <i onClick={shown.value ? command.show('#a') : () => run(command.select('#a'))} />
  ))
  page.down.length = 0
  page.find('i').click()
  await page.settle()
  expect(hex(page.down.at(-1))).toBe(example('command-run'))
  shown.value = true
  await page.settle()
  expect(hex(page.down.at(-1))).toBe(example('command-listen'))
})

test('a hook', async () => {
  const noted: Noted = { steps: [], contexts: [] }
  vi.stubGlobal('noted', noted)
  vi.spyOn(Math, 'random').mockReturnValue(0)
  const data = signal(1)
  const Double = hook<{ data: number; push: { double(n: number): number } }>(
    new URL('hook-module.ts', import.meta.url).pathname,
  )
  const double = (n: number): number => n * 2
  const page = await open(() => () => <p hook={Double(data.value, { double })} />)
  await vi.waitFor(() => expect(noted.contexts.length).toBe(1))
  await page.settle()
  void noted.contexts[0]?.push('double', 2)
  await page.settle()
  data.value = 3
  await page.settle()
  expect(hex(page.up[1])).toBe(example('push'))
  expect(page.down.slice(-2).map(hex)).toEqual([example('push-answer'), example('hook-data')])
  vi.restoreAllMocks()
})

test('an event that changes nothing', async () => {
  const page = await open(() => <button onClick={() => {}}>Nothing</button>)
  page.find('button').click()
  await page.settle()
  expect(hex(page.down[1])).toBe(example('nothing-changed'))
})

test('a form that sets a cookie', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('')))
  const page = await open(() => {
    const form = createForm({
      schema: { '~standard': { version: 1, vendor: 'none', validate: (value) => ({ value }) } },
      initial: {},
      onSubmit: (_, { cookies }) => cookies.set('a', '1'),
    })
    return () => <form {...form.props} />
  })
  page.fire(page.find('form'), 'submit')
  await page.settle()
  expect(page.down.map(hex)).toContain(example('form-post'))
})

test.runIf(process.env['PANTOGRAPH_FRONT_END'] === 'compiled')(
  'what a page says of its files',
  async () => {
    const orders = signal<string | null>(null)
    const said: unknown[] = []
    const page = await open(() => () => {
      const input = {
        type: 'file' as const,
        'data-upload': 'a',
        'data-upload-limits': '100 1 10',
        'data-upload-files': orders.value,
        onPgUpload: ({ value }: { value: string }) => said.push(value),
      }
      return <input {...input} />
    })
    page.up.length = 0
    orders.value = '[["id","key","/there",0]]'
    await page.settle()
    // It looks first whether the browser has kept the file.
    await page.settle()
    expect(said).toEqual(['["lost","id"]'])
    expect(page.up.map(hex)).toEqual([example('upload-lost')])
  },
)

test('a bound control', async () => {
  const text = signal('')
  const page = await open(() => () => <input bind={text} />)
  page.type(page.find<HTMLInputElement>('input'), 'x')
  await page.settle()
  text.value = 'y'
  await page.settle()
  expect(hex(page.up[1])).toBe(example('bound-typed'))
  expect(hex(page.down.at(-1))).toBe(example('bound-told'))
})
