// What somebody gets who comes with the things of another page.
import { expect, test } from 'vitest'
import { signal } from 'pantograph'
import { hello, RawClient, rootsOf, start, ticketOf } from './app.tsx'

function Secret() {
  const count = signal(0, { name: 'count' })
  return () => <button onClick={() => count.value++}>{count}</button>
}

test('a ticket of somebody else is of no use', async () => {
  const { server, app } = await start((one) => one.page('/', Secret), {
    session: (request) => request.headers.get('cookie'),
  })
  const htmlFor = async (cookie: string): Promise<string> =>
    (await fetch(server.url, { headers: { cookie } })).text()
  const ada = await new RawClient(server, { cookie: 'ada' }).open()
  ada.send(hello(rootsOf(await htmlFor('ada'))))
  const ticket = ticketOf(await ada.next())

  const tryIt = async (): Promise<string> => {
    const eve = await new RawClient(server, { cookie: 'eve' }).open()
    eve.send(hello(rootsOf(await htmlFor('eve')), { ticket }))
    return (await eve.end()).code
  }
  expect(await tryIt()).toBe('PG_TOKEN_INVALID')
  expect(ada.closed).toBe(null)
  ada.socket.terminate()
  await expect.poll(() => app.stats().sessions.detached).toBe(1)
  expect(await tryIt()).toBe('PG_TOKEN_INVALID')
})
