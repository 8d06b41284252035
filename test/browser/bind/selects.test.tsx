// A select shows what is held, whenever its options come, go or change; and its user's choice is never overwritten.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createForm, signal } from 'pantograph'
import type { Component } from 'pantograph'
import type { Browser, Locator } from 'playwright-core'
import { z } from 'zod'
import { launch } from '../browser.ts'
import { show } from '../events/app.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

/** What is chosen in every select of the page, in order. */
const chosen = (selects: Locator): Promise<string[]> =>
  selects.evaluateAll((all) =>
    (all as HTMLSelectElement[]).map(({ selectedOptions }) =>
      [...selectedOptions].map(({ value }) => value).join(),
    ),
  )

async function open(component: Component, latency = 0) {
  const { page, proxy } = await show(browser, component, { latency })
  return { page, proxy, shown: () => chosen(page.locator('select')) }
}

const optionsOf = (names: readonly string[]) =>
  names.map((name) => <option key={name}>{name}</option>)

function Options({ names }: { readonly names: readonly string[] }) {
  return <>{optionsOf(names)}</>
}

test('options that come, go and come back', async () => {
  const city = signal('Osaka')
  const names = signal<readonly string[]>([])
  const { page, shown } = await open(() => () => (
    <p>
      <select bind={city}>{optionsOf(names.value)}</select>
      <select value={city}>
        <option>None</option>
        <Options names={names.value} />
      </select>
      <select value={city.value}>
        <optgroup label="Cities">
          {names.value.map((name) => (
            <option>{name}</option>
          ))}
        </optgroup>
      </select>
      <b>{names.value.length}</b>
    </p>
  ))
  expect(await shown()).toEqual(['', 'None', ''])
  names.value = ['Tokyo', 'Osaka']
  await expect.poll(shown).toEqual(['Osaka', 'Osaka', 'Osaka'])
  names.value = ['Tokyo']
  await expect.poll(shown).toEqual(['Tokyo', 'None', 'Tokyo'])
  names.value = ['Tokyo', 'Kobe', 'Osaka']
  await expect.poll(shown).toEqual(['Osaka', 'Osaka', 'Osaka'])
  // Whoever made the first HTML anew would have got the same.
  await page.reload()
  await expect.poll(shown).toEqual(['Osaka', 'Osaka', 'Osaka'])
})

test('options that change in one update with the value', async () => {
  const city = signal('Osaka')
  const several = signal(['a', 'b'])
  const names = signal(['Tokyo', 'Osaka'])
  const letters = signal(['a', 'b'])
  const { shown } = await open(() => () => (
    <p>
      <select bind={city}>{optionsOf(names.value)}</select>
      <select value={city.value}>{optionsOf(names.value)}</select>
      <select multiple bind={several}>
        {optionsOf(letters.value)}
      </select>
    </p>
  ))
  expect(await shown()).toEqual(['Osaka', 'Osaka', 'a,b'])
  letters.value = ['b']
  await expect.poll(shown).toEqual(['Osaka', 'Osaka', 'b'])
  city.value = 'Milan'
  names.value = ['Rome', 'Milan']
  letters.value = ['c', 'b', 'a']
  await expect.poll(shown).toEqual(['Milan', 'Milan', 'b,a'])
  several.value = ['d', 'e']
  letters.value = ['d', 'e', 'f']
  await expect.poll(shown).toEqual(['Milan', 'Milan', 'd,e'])
})

test('a form sends what is held of a select that nobody has touched', async () => {
  const sent: unknown[] = []
  const names = signal<string[]>([])
  const { page, shown } = await open(() => {
    const form = createForm({
      schema: z.object({ name: z.string(), city: z.string() }),
      initial: { name: '', city: 'Osaka' },
      onSubmit: (values) => void sent.push(values),
    })
    return () => (
      <form {...form.props}>
        <input {...form.field('name').props} />
        <select {...form.field('city').props}>{optionsOf(names.value)}</select>
        <button type="submit">Send</button>
      </form>
    )
  })
  names.value = ['Tokyo', 'Osaka', 'Milan']
  await expect.poll(shown).toEqual(['Osaka'])
  await page.locator('[name=name]').fill('Ada')
  await page.getByText('Send').click()
  await expect.poll(() => sent).toEqual([{ name: 'Ada', city: 'Osaka' }])
})

test('what the user has chosen wins, also over what was held before', async () => {
  const city = signal('a')
  const names = signal(['a', 'b'])
  const { page, shown } = await open(
    () => () => (
      <p>
        <select bind={city}>{optionsOf(names.value)}</select>
        <select value="a">{optionsOf(names.value)}</select>
        <b>{names.value.join()}</b>
      </p>
    ),
    300,
  )
  for (const select of await page.locator('select').all()) await select.selectOption('b')
  names.value = ['c', 'a', 'b']
  await expect.poll(() => page.locator('b').innerText()).toBe('c,a,b')
  expect(await shown()).toEqual(['b', 'b'])
  await expect.poll(() => city.value).toBe('b')
  names.value = ['a', 'c']
  await expect.poll(shown).toEqual(['a', 'a'])
  names.value = ['a', 'b']
  await expect.poll(shown).toEqual(['b', 'b'])
  city.value = 'a'
  await expect.poll(shown).toEqual(['a', 'b'])
})

test('a choice from before the page was live stays, and is told', async () => {
  const city = signal('a')
  const names = signal(['a', 'b'])
  const { page, proxy, shown } = await open(() => () => (
    <p>
      <select bind={city}>{optionsOf(names.value)}</select>
      <b>{names.value.join()}</b>
    </p>
  ))
  proxy.latency = 400
  await page.reload({ waitUntil: 'commit' })
  await page.locator('select').selectOption('b')
  await expect.poll(() => city.value).toBe('b')
  names.value = ['c', 'a', 'b']
  await expect.poll(() => page.locator('b').innerText()).toBe('c,a,b')
  expect(await shown()).toEqual(['b'])
})
