// Tasks: long work beside the events of a page.
import { expect, test } from 'vitest'
import { signal, task } from 'pantograph'
import type { Task } from 'pantograph'
import { inStep } from './compare.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

interface Step {
  progress(done: number): void
  readonly signal: AbortSignal
  readonly end: PromiseWithResolvers<string>
}

function setUp() {
  const steps: Step[] = []
  const made: Task<[string], string, number>[] = []
  const Page = () => {
    const work = task(
      ({ signal, progress }, name: string) => {
        const end = Promise.withResolvers<string>()
        steps.push({ progress, signal, end })
        return end.promise.then((result) => `${name} ${result}`)
      },
      { name: 'work' },
    )
    made.push(work)
    const clicks = signal(0, { name: 'clicks' })
    return () => (
      <main>
        <p>
          {work.status} {work.progress} {work.result} {work.error}
        </p>
        <button id="start" onClick={() => work.start('report')} />
        <button id="cancel" onClick={() => work.cancel()} />
        <button id="click" onClick={() => clicks.value++}>
          {clicks}
        </button>
      </main>
    )
  }
  return { steps, made, Page }
}

const shown = (page: TestPage): string => (page.find('p').textContent ?? '').trim()

const click = async (page: TestPage, selector: string): Promise<void> => {
  page.find(selector).click()
  await page.settle()
}

test('it runs beside the events, tells how far it is, and ends', async () => {
  const { steps, Page } = setUp()
  const page = await open(Page)
  expect(shown(page)).toBe('idle')
  await click(page, '#start')
  expect(shown(page)).toBe('running')
  await click(page, '#click')
  expect(page.find('#click').textContent).toBe('1')
  steps[0]?.progress(0.5)
  await page.settle()
  expect(shown(page)).toBe('running 0.5')
  steps[0]?.end.resolve('ready')
  await page.settle()
  expect(shown(page)).toBe('done 0.5 report ready')
  await inStep(page)
})

test('given up, or started again: nothing is heard of the old one', async () => {
  const { steps, Page } = setUp()
  const page = await open(Page)
  await click(page, '#start')
  await click(page, '#cancel')
  expect(steps[0]?.signal.aborted).toBe(true)
  steps[0]?.progress(1)
  steps[0]?.end.resolve('late')
  await page.settle()
  expect(shown(page)).toBe('cancelled')
  await click(page, '#start')
  await click(page, '#start')
  expect(steps.map((step) => step.signal.aborted)).toEqual([true, true, false])
  steps[1]?.end.reject(new Error('late'))
  steps[2]?.end.resolve('new')
  await page.settle()
  expect(shown(page)).toBe('done  report new')
  expect(page.log).toEqual([])
})

test('it fails: the page says why, and the log has it in full', async () => {
  const { steps, Page } = setUp()
  const page = await open(Page)
  await click(page, '#start')
  steps[0]?.end.reject(new Error('no paper'))
  await page.settle()
  expect(shown(page)).toBe('failed   no paper')
  expect(page.log.map(({ message }) => message)).toEqual(['PG_TASK: the page goes on'])
})

test('while it runs the session stays awake; elsewhere it is interrupted', async () => {
  const { steps, made, Page } = setUp()
  const page = await open(Page)
  await click(page, '#start')
  expect(page.session.link.hibernate()).toBe(false)
  await page.moveOn()
  expect(steps[0]?.signal.aborted).toBe(true)
  page.reconnect()
  await page.settle()
  expect(shown(page)).toBe('interrupted')
  made[0]?.start('nobody')
  expect(steps.length).toBe(1)
  await click(page, '#start')
  steps[1]?.end.resolve('again')
  await page.settle()
  expect(shown(page)).toBe('done  report again')
  await page.moveOn()
  page.reconnect()
  await page.settle()
  expect(shown(page)).toBe('done  report again')
  await inStep(page)
})
