// The address: url() follows links, Back and Forward; navigate() changes it without a reload.
import { expect, test } from 'vitest'
import { navigate, signal, url } from 'pantograph'
import { open, TestPage } from './page.ts'

const Shows = () => () => <p>{url().href}</p>

test('url() has the parts of the address, without the origin', async () => {
  const parts = { value: {} as object }
  const Parts = () => () => {
    const { href, pathname, search, hash, searchParams } = url()
    parts.value = { href, pathname, search, hash, a: searchParams.get('a') }
    return <p />
  }
  await new TestPage([[Parts, {}]], { url: '/page/x?a=1&b=ü' }).load()
  expect(parts.value).toEqual({
    href: '/page/x?a=1&b=%C3%BC',
    pathname: '/page/x',
    search: '?a=1&b=%C3%BC',
    hash: '',
    a: '1',
  })
})

test('the fragment is known once the page is connected', async () => {
  const page = new TestPage([[Shows, {}]])
  page.window.location.hash = '#/done'
  await page.load()
  expect(page.html).toContain('<p>/page</p>')
  await page.connect()
  expect(page.find('p').textContent).toBe('/page#/done')
})

test('Back and Forward are followed', async () => {
  const page = await open(Shows)
  page.window.history.pushState(null, '', '/page?q=2')
  page.window.dispatchEvent(new page.window.Event('popstate'))
  await page.settle()
  expect(page.find('p').textContent).toBe('/page?q=2')
})

test('navigate() within the page changes the address in the browser, after what it shows', async () => {
  const page = await open(() => () => (
    <p>
      <a onClick={() => navigate('?a=1')}>push</a>
      <b onClick={() => navigate('/page/b#c', { replace: true })}>replace</b>
      <i>{url().href}</i>
    </p>
  ))
  const { length } = page.window.history
  page.find('a').click()
  await page.settle()
  expect([page.window.location.search, page.find('i').textContent]).toEqual(['?a=1', '/page?a=1'])
  expect(page.window.history.length).toBe(length + 1)
  page.find('b').click()
  await page.settle()
  expect([page.window.location.pathname, page.find('i').textContent]).toEqual([
    '/page/b',
    '/page/b#c',
  ])
  expect(page.window.history.length).toBe(length + 1)
  expect(page.left).toEqual([])
})

test.each([
  ['/other', '/other'],
  ['https://example.org/x', 'https://example.org/x'],
  ['//example.org/x', 'http://example.org/x'],
])('navigate(%j) leaves the page', async (to, target) => {
  const page = await open(() => () => <a onClick={() => navigate(to)}>{url().href}</a>)
  page.find('a').click()
  await page.settle()
  expect(page.left).toEqual([target])
  expect(page.find('a').textContent).toBe('/page')
})

test.each(['javascript:alert(1)', ' java\nscript:alert(1)'])(
  'navigate(%j) is PG_URL, and the session goes on',
  async (to) => {
    const count = signal(0)
    const page = await open(() => () => (
      <a
        onClick={() => {
          count.value++
          navigate(to)
        }}
      >
        {count}
      </a>
    ))
    page.find('a').click()
    await page.settle()
    expect(page.log).toEqual([
      expect.objectContaining({
        data: expect.objectContaining({ error: expect.objectContaining({ code: 'PG_URL' }) }),
      }),
    ])
    expect([page.left, page.find('a').textContent]).toEqual([[], '1'])
  },
)

test('an address of slashes ended the session: it was read as a host', async () => {
  const page = await open(Shows, {}, { ownsUrl: () => true })
  for (const address of ['//', '//[', '//host/path', '/\\x']) {
    await page.inject(4, ...Buffer.from(address))
    expect(page.ended).toBeNull()
    expect(page.find('p').textContent).toMatch(/^\/\//)
  }
})

test('an address of another page is loaded', async () => {
  const page = await open(Shows)
  await page.inject(4, ...Buffer.from('/elsewhere'))
  expect(page.left).toEqual(['/elsewhere'])
  expect(page.find('p').textContent).toBe('/page')
})

test.each([
  ['url()', () => url()],
  ['navigate()', () => navigate('/')],
])('%s outside a component is PG_NO_COMPONENT', (_, call) => {
  expect(call).toThrow(expect.objectContaining({ code: 'PG_NO_COMPONENT' }))
})
