// Forms as their users meet them: with JavaScript at two latencies, without it, and over a server that is killed.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, live, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'
import { invalid, violations } from './judge.ts'
import { atEachLatency } from './stage.ts'

const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string): Locator => page.getByLabel(name, { exact: true })
const issue = (page: Page, name: string): Locator => page.locator(`[id="${name}:issues"]`)
const status = (page: Page, form: string): Locator => page.locator(`#${form} [role=status]`)

async function fillSignUp(page: Page, email = 'grace@example.org'): Promise<void> {
  await field(page, 'Name').fill('Grace')
  await field(page, 'E-mail').fill(email)
  await field(page, 'Password').fill('correct horse 1')
  await field(page, 'The same password again').fill('correct horse 1')
  await field(page, 'Date of birth').fill('1906-12-09')
  await field(page, 'Telephone').fill('+43 1 2345')
  await field(page, 'Website').fill('https://example.org/grace')
  await field(page, 'Best time to call').fill('16:30')
  await field(page, 'A tour').fill('2027-01-08T10:15')
  await field(page, 'Country').selectOption('it')
  await field(page, 'Languages').selectOption(['English', 'Italian'])
  await field(page, 'charts').check()
  await field(page, 'Team').check()
  await field(page, 'Seats').fill('3')
  await field(page, 'About you').fill('Nanoseconds.\nOf wire.')
  await field(page, 'I accept the terms').check()
}

async function fillStep(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await field(page, name).fill(value)
  await button(page, 'Next').click()
}

const heading = (page: Page): Locator => page.getByRole('heading', { level: 2 })

/** From the first step to the last. */
async function goThrough(page: Page): Promise<void> {
  await fillStep(page, { Name: 'Grace', 'E-mail': 'grace@example.org' })
  await expect.poll(() => heading(page).innerText()).toBe('The event')
  await field(page, 'A workshop').check()
  await fillStep(page, { Day: '2027-03-04', Guests: '12' })
  await expect.poll(() => heading(page).innerText()).toBe('Food')
  await field(page, 'vegan').check()
  await field(page, 'Coffee').uncheck()
  await button(page, 'Next').click()
  await expect.poll(() => heading(page).innerText()).toBe('Notes')
  await fillStep(page, { 'Anything else?': 'A stage' })
  await expect.poll(() => heading(page).innerText()).toBe('Check')
}

const CHECKED =
  'Name|Grace|E-mail|grace@example.org|Event|A workshop on March 4, 2027|Guests|12|' +
  'Food|20 € each, vegan, without coffee|Notes|A stage'

const checked = async (page: Page): Promise<string> =>
  (await page.locator('dt, dd').allInnerTexts()).join('|')

atEachLatency((stage) => {
  test('a sign-up says what is wrong, then takes what is right', async () => {
    const page = await stage.page('/forms')
    await button(page, 'Sign up').click()
    await expect.poll(() => issue(page, 'sign-up-name').innerText()).toBe('What are you called?')
    expect(await issue(page, 'sign-up-terms').innerText()).toBe('Nothing goes without them.')
    await expect
      .poll(() => field(page, 'Name').evaluate((it) => it === document.activeElement))
      .toBe(true)
    await fillSignUp(page, 'ada@example.org')
    await button(page, 'Sign up').click()
    await expect
      .poll(() => issue(page, 'sign-up-email').innerText())
      .toBe('Somebody has this address already.')
    await expect
      .poll(() => field(page, 'E-mail').evaluate((it) => it === document.activeElement))
      .toBe(true)
    await field(page, 'E-mail').fill('grace@example.org')
    await button(page, 'Sign up').click()
    await expect
      .poll(() => status(page, 'sign-up').innerText())
      .toBe('Welcome, Grace! Your plan is Team.')
    expect(await page.locator('.field-issues:not(:empty)').count()).toBe(0)
    expect(await field(page, 'About you').inputValue()).toBe('Nanoseconds.\nOf wire.')
  })

  test('issues of a field come when it is left, and go when it is right', async () => {
    const page = await stage.page('/forms')
    await field(page, 'Password').fill('short')
    await field(page, 'The same password again').focus()
    await expect.poll(() => issue(page, 'sign-up-password').innerText()).toContain('At least 10')
    await field(page, 'Password').fill('long enough 1')
    await expect.poll(() => issue(page, 'sign-up-password').innerText()).toBe('')
    expect(await field(page, 'Password').getAttribute('aria-invalid')).toBe(null)
  })

  test('a photo is told of, checked, and stays while the page around it changes', async () => {
    const page = await stage.page('/forms')
    const photo = field(page, 'Photo')
    const buffer = Buffer.alloc(12_000)
    await photo.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer })
    await button(page, 'Sign up').click()
    await expect.poll(() => issue(page, 'sign-up-photo').innerText()).toBe('That is no picture.')
    await photo.setInputFiles({ name: 'ada.png', mimeType: 'image/png', buffer })
    await expect.poll(() => issue(page, 'sign-up-photo').innerText()).toBe('')
    await page.getByText('ada.png, 12 kB').waitFor()
    await fillSignUp(page)
    await button(page, 'Sign up').click()
    await expect
      .poll(() => status(page, 'sign-up').innerText())
      .toBe('Welcome, Grace! Your plan is Team.')
    expect(await photo.evaluate((it) => (it as HTMLInputElement).files?.[0]?.name)).toBe('ada.png')
  })

  test('an order is put together by keyboard alone', async () => {
    const page = await stage.page('/forms')
    await field(page, 'Customer').focus()
    await page.keyboard.type('Grace')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Rome')
    await button(page, 'Add a line').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.lines li').count()).toBe(3)
    const items = page.getByLabel('Item', { exact: true })
    await items.nth(1).focus()
    await page.keyboard.type('Paper')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('4')
    await items.nth(2).focus()
    await page.keyboard.type('Ink')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('5')
    await button(page, 'Move line 3 up').focus()
    await page.keyboard.press('Enter')
    await expect
      .poll(async () => Promise.all([0, 1, 2].map((at) => items.nth(at).inputValue())))
      .toEqual(['Pencils', 'Ink', 'Paper'])
    await button(page, 'Remove line 1').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.total').innerText()).toBe('€9.00')
    await button(page, 'Order').focus()
    await page.keyboard.press('Enter')
    await expect
      .poll(() => status(page, 'order').innerText())
      .toBe('2 lines, €9.00, ordered for Grace in Rome.')
  })

  test('the form is taken as it stood when it was sent, though a line was just removed', async () => {
    const page = await stage.page('/forms')
    await field(page, 'Customer').fill('Grace')
    await field(page, 'City').fill('Rome')
    await page.getByLabel('Item', { exact: true }).nth(1).fill('Ink')
    await page.getByLabel('Price', { exact: true }).nth(1).fill('5')
    await button(page, 'Remove line 1').click()
    await button(page, 'Keep as a draft').click()
    await expect
      .poll(() => status(page, 'order').innerText())
      .toBe('1 lines, €5.00, kept as a draft for Grace in Rome.')
  })

  test('the wizard goes forth and back, and keeps everything', async () => {
    const page = await stage.page('/wizard')
    await goThrough(page)
    await expect.poll(() => checked(page)).toBe(CHECKED)
    for (const name of ['Notes', 'Food', 'The event']) {
      await button(page, 'Back').click()
      await expect.poll(() => heading(page).innerText()).toBe(name)
    }
    expect(await field(page, 'Guests').inputValue()).toBe('12')
    await field(page, 'Guests').fill('1')
    await button(page, 'Next').click()
    await expect.poll(() => issue(page, 'event-guests').innerText()).toBe('At least two.')
    await field(page, 'Guests').fill('13')
    await button(page, 'Next').click()
    await expect.poll(() => heading(page).innerText()).toBe('Food')
    expect(await field(page, 'vegan').isChecked()).toBe(true)
  })

  test('who logs in is somebody else afterwards, and out again', async () => {
    const page = await stage.page('/login')
    await field(page, 'Name').fill('Grace')
    await field(page, 'Password').fill('wrong')
    await button(page, 'Log in').click()
    await expect
      .poll(() => issue(page, 'log-in-password').innerText())
      .toContain('not the password')
    await field(page, 'Password').fill('pantograph')
    await button(page, 'Log in').click()
    await page.getByText('You are logged in as Grace.').waitFor()
    const cookie = (await page.context().cookies()).find(({ name }) => name === 'member')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    await live(page)
    await button(page, 'Log out').click()
    await button(page, 'Log in').waitFor()
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('member')
  })
})

describe('without JavaScript', () => {
  let gallery: Gallery
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    ;[gallery, browser] = await Promise.all([Gallery.start(), launch()])
    context = await browser.newContext({ javaScriptEnabled: false })
  })

  afterAll(async () => {
    await browser.close()
    await gallery.remove()
  })

  const open = async (path: string): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(gallery.at(path))
    return page
  }

  test('a sign-up says what is wrong, keeps what was entered, and takes what is right', async () => {
    const page = await open('/forms')
    await fillSignUp(page, 'ada@example.org')
    await field(page, 'I accept the terms').uncheck()
    await button(page, 'Sign up').click()
    await page.getByText('Nothing goes without them.').waitFor()
    await page.locator('#sign-up-terms:focus').waitFor()
    expect(await field(page, 'Name').inputValue()).toBe('Grace')
    expect(await field(page, 'Date of birth').inputValue()).toBe('1906-12-09')
    expect(await field(page, 'Team').isChecked()).toBe(true)
    expect(await field(page, 'About you').inputValue()).toBe('Nanoseconds.\nOf wire.')
    expect(await invalid(await page.content())).toEqual([])
    await field(page, 'I accept the terms').check()
    await button(page, 'Sign up').click()
    await page.getByText('Somebody has this address already.').waitFor()
    await field(page, 'E-mail').fill('grace@example.org')
    await button(page, 'Sign up').click()
    await page.getByText('Welcome, Grace! Your plan is Team.').waitFor()
    await page.close()
  })

  test('an order knows which button was pressed', async () => {
    const page = await open('/forms')
    await field(page, 'Customer').fill('Grace')
    await field(page, 'City').fill('Rome')
    await page.getByLabel('Item', { exact: true }).nth(1).fill('Ink')
    await page.getByLabel('Price', { exact: true }).nth(1).fill('5')
    await button(page, 'Keep as a draft').click()
    await expect
      .poll(() => status(page, 'order').innerText())
      .toBe('2 lines, €11.00, kept as a draft for Grace in Rome.')
    await page.close()
  })

  test('the wizard goes forth and back, and keeps everything', async () => {
    const page = await open('/wizard')
    await goThrough(page)
    await expect.poll(() => checked(page)).toBe(CHECKED)
    await button(page, 'Back').click()
    expect(await field(page, 'Anything else?').inputValue()).toBe('A stage')
    await button(page, 'Next').click()
    await button(page, 'Book').click()
    await page.getByText('Thank you, Grace.').waitFor()
    await page.close()
  })

  test('who logs in is somebody else afterwards, and out again', async () => {
    const page = await open('/login')
    await field(page, 'Name').fill('Grace')
    await field(page, 'Password').fill('pantograph')
    await button(page, 'Log in').click()
    await page.getByText('You are logged in as Grace.').waitFor()
    expect(page.url()).toBe(gallery.at('/login'))
    await button(page, 'Log out').click()
    await button(page, 'Log in').waitFor()
    await page.close()
  })
})

test('a page that a post was answered with goes on with JavaScript', async () => {
  const [gallery, browser] = await Promise.all([Gallery.start(), launch()])
  const page = await browser.newPage()
  // The runtime comes late: the browser sends the form by itself.
  await page.route('**/_pantograph/*.js', (route) => route.abort())
  await page.goto(gallery.at('/forms'))
  await field(page, 'Name').fill('Grace')
  await page.unroute('**/_pantograph/*.js')
  await button(page, 'Sign up').click()
  await page.getByText('Nothing goes without them.').waitFor()
  await live(page)
  expect(await field(page, 'Name').inputValue()).toBe('Grace')
  await fillSignUp(page)
  await button(page, 'Sign up').click()
  await expect
    .poll(() => status(page, 'sign-up').innerText())
    .toBe('Welcome, Grace! Your plan is Team.')
  const methods: string[] = []
  page.on('request', (request) => {
    if (request.isNavigationRequest()) methods.push(request.method())
  })
  await page.reload()
  await live(page)
  expect(methods).toEqual(['GET'])
  await browser.close()
  await gallery.remove()
})

describe('the server is killed', () => {
  test('in the middle of the wizard: it goes on where it was', async () => {
    let gallery = await Gallery.start()
    const browser = await launch()
    const page = await openLive(browser, gallery.at('/wizard'))
    await fillStep(page, { Name: 'Grace', 'E-mail': 'grace@example.org' })
    await expect.poll(() => heading(page).innerText()).toBe('The event')
    await field(page, 'A workshop').check()
    await field(page, 'Guests').fill('12')
    await page.waitForTimeout(1000)
    await gallery.end('SIGKILL')
    await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
    // Also what is done while nobody is there.
    await field(page, 'Day').fill('2027-03-04')
    await button(page, 'Next').click()
    await button(page, 'Next').click()
    gallery = await gallery.again()
    await live(page)
    await expect.poll(() => heading(page).innerText()).toBe('Food')
    await button(page, 'Back').click()
    await expect.poll(() => heading(page).innerText()).toBe('The event')
    expect(await field(page, 'Guests').inputValue()).toBe('12')
    expect(await field(page, 'A workshop').isChecked()).toBe(true)
    await button(page, 'Back').click()
    await expect.poll(() => field(page, 'Name').inputValue()).toBe('Grace')
    await browser.close()
    await gallery.remove()
  })

  test('and its state is lost: what was typed is told again', async () => {
    let gallery = await Gallery.start()
    const browser = await launch()
    const page = await openLive(browser, gallery.at('/forms'))
    await fillSignUp(page)
    await page.waitForTimeout(1000)
    await gallery.end('SIGKILL')
    await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
    await gallery.forget()
    gallery = await gallery.again()
    await live(page)
    expect(await field(page, 'Name').inputValue()).toBe('Grace')
    for (const name of ['charts', 'Team', 'I accept the terms']) {
      expect(await field(page, name).isChecked()).toBe(true)
    }
    await button(page, 'Sign up').click()
    await expect
      .poll(() => status(page, 'sign-up').innerText())
      .toBe('Welcome, Grace! Your plan is Team.')
    await browser.close()
    await gallery.remove()
  })
})

test('forms with issues are accessible too', async () => {
  const [gallery, browser] = await Promise.all([Gallery.start(), launch()])
  const context = await browser.newContext({ bypassCSP: true })
  const page = await openLive(context, gallery.at('/forms'))
  await button(page, 'Sign up').click()
  await button(page, 'Order').click()
  await expect.poll(() => issue(page, 'order-customer.name').innerText()).toBe('Who orders?')
  expect(await violations(page)).toEqual([])
  await browser.close()
  await gallery.remove()
})
