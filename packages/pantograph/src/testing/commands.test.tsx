// Commands, as a page without a browser sees them: there is nobody to carry them out, and what is theirs alone is not told.
import { expect, onTestFinished, test } from 'vitest'
import { command, run } from 'pantograph'
import { createApp } from '../server/index.ts'
import { openPage } from './open.ts'
import type { PageClient } from './client.ts'

async function open(component: () => unknown): Promise<PageClient> {
  const app = createApp({ secret: 'a secret that is long enough for tests' })
  onTestFinished(() => app.close())
  app.page('/', component as never)
  const { url } = await app.listen(0)
  const page = await openPage(url)
  onTestFinished(() => page.close())
  return page
}

test('commands alone tell the server nothing; a handler behind them is called', async () => {
  let calls = 0
  const page = await open(() => (
    <p>
      <button id="alone" onClick={command.hide('#a')} />
      <button id="spread" {...{ onClick: command.hide('#a') }} />
      <button id="both" onClick={command.hide('#a').then(() => calls++)} />
    </p>
  ))
  page.click('#alone')
  page.click('#spread')
  page.click('#both')
  await page.idle()
  expect([calls, page.counts.events]).toEqual([1, 1])
})

test('what the server runs is noted, and no address', async () => {
  const page = await open(() => <button onClick={() => run(command.focus('#a'))} />)
  const { url } = page
  page.click()
  await page.idle()
  expect(page.commands).toEqual(['[["focus","#a",{"preventScroll":false}]]'])
  expect(page.url).toBe(url)
})
