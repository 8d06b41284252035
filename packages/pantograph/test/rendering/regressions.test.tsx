// What random sequences have found (random.test.tsx), as small as it gets.
import { describe, expect, test } from 'vitest'
import { Head, signal, stream } from 'pantograph'
import { PING } from '../../src/wire/protocol.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

/** The browser acknowledges what it has applied when it is pinged. */
async function acknowledge(page: TestPage): Promise<void> {
  page.socket?.onmessage?.({ data: Uint8Array.of(PING).buffer })
  await page.settle()
}

async function nap(page: TestPage): Promise<void> {
  expect(page.session.link.hibernate()).toBe(true)
  await page.session.wake()
  await page.settle()
}

describe('the head', () => {
  const setUp = () => {
    const title = signal<string | null>('one')
    const Page = () => () => (
      <main>
        {title.value !== null && (
          <Head>
            <title>{title.value}</title>
            <meta name="a" content="1" />
          </Head>
        )}
      </main>
    )
    return { title, Page }
  }

  test.each([
    ['restored elsewhere', 'restore'],
    ['told anew', 'tellAnew'],
  ] as const)('a title that is taken away while the page is %s goes', async (_, comeBack) => {
    const { title, Page } = setUp()
    const page = await open(Page)
    expect(page.window.document.title).toBe('one')
    await page[comeBack](() => (title.value = null))
    expect(page.window.document.title).toBe('')
    expect(page.window.document.head.querySelector('meta')).toBe(null)
  })

  test('a title that is taken away while the page sleeps goes', async () => {
    const { title, Page } = setUp()
    const page = await open(Page)
    await acknowledge(page)
    expect(page.session.link.hibernate()).toBe(true)
    title.value = null
    await page.session.wake()
    await page.settle()
    expect(page.window.document.title).toBe('')
  })

  test('a title that is taken away while nobody has the page goes', async () => {
    const { title, Page } = setUp()
    const page = await open(Page)
    await page.moveOn(() => (title.value = null))
    page.reconnect()
    await page.settle()
    expect(page.window.document.title).toBe('')
  })

  test('a page wakes unheard whose components have spoken in another order', async () => {
    const first = signal(false)
    const Meta = ({ name }: { name: string }) => (
      <Head>
        <meta name={name} content="1" />
      </Head>
    )
    const page = await open(() => () => (
      <main>
        {first.value && <Meta name="first" />}
        <Meta name="second" />
      </main>
    ))
    first.value = true
    await page.settle()
    await acknowledge(page)
    const sent = page.down.length
    await nap(page)
    expect(page.down).toHaveLength(sent)
  })
})

describe('a stream', () => {
  const Feed = ({ items }: { items: readonly number[] }) => {
    const feed = stream<number, number>({ key: (item) => item })
    feed.append(...items)
    return (_: { items: readonly number[] }) => (
      <ol>
        {feed.show((item) => (
          <li>{item}</li>
        ))}
      </ol>
    )
  }

  test.each([
    ['restored elsewhere', 'restore'],
    ['told anew', 'tellAnew'],
  ] as const)(
    'of another key keeps nothing of the one before, the page being %s',
    async (_, comeBack) => {
      const room = signal('a')
      const page = await open(() => () => (
        <Feed key={room.value} items={room.value === 'a' ? [1, 2] : []} />
      ))
      expect(page.find('ol').textContent).toBe('12')
      await page[comeBack](() => (room.value = 'b'))
      expect(page.find('ol').textContent).toBe('')
    },
  )

  test('stays when everything is told again, though its elements were those of another one', async () => {
    const room = signal('a')
    const page = await open(() => () => <Feed key={room.value} items={[1]} />)
    await page.tellAnew(() => (room.value = 'b'))
    expect(page.find('ol').textContent).toBe('1')
    // From here on only the page has the items.
    await acknowledge(page)
    await nap(page)
    await page.tellAnew(() => {})
    expect(page.find('ol').textContent).toBe('1')
  })
})
