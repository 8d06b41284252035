// What the browser does with handlers by itself: who is inside of what, and elements that are watched.
import { expect, onTestFinished, test, vi } from 'vitest'
import { on, Portal, signal, stream } from 'pantograph'
import { inStep } from './compare.ts'
import { open, TestPage } from './page.ts'

test('what a portal shows is inside of what it was written in', async () => {
  const notes: string[] = []
  const shown = signal(true)
  const page = await open(() => () => (
    <main>
      <div id="menu" onClickOutside={() => notes.push('outside')}>
        <Portal to="body">
          <b id="plain" />
          {shown.value && <b id="inner" />}
        </Portal>
      </div>
      <i id="other" onClickOutside={() => notes.push('other')} />
    </main>
  ))
  await page.settle()
  expect(page.find('main').contains(page.find('#inner'))).toBe(false)
  for (const id of ['plain', 'inner', 'other']) {
    page.fire(page.find(`#${id}`), 'pointerdown')
    page.fire(page.find(`#${id}`), 'click', { detail: 1 })
  }
  await page.settle()
  expect(notes).toEqual(['other', 'other', 'outside'])
})

/** Tells the size of every element at once, as browsers do at first. */
class FakeResizeObserver {
  static readonly observed = new Set<Element>()
  static tell: (entries: object[]) => void
  constructor(tell: (entries: object[]) => void) {
    FakeResizeObserver.tell = tell
  }
  observe(element: Element): void {
    FakeResizeObserver.observed.add(element)
  }
  unobserve(element: Element): void {
    FakeResizeObserver.observed.delete(element)
  }
}

test('an element is watched as long as it is there, also when the page was told anew', async () => {
  vi.stubGlobal('ResizeObserver', FakeResizeObserver)
  vi.stubGlobal('requestAnimationFrame', setImmediate)
  onTestFinished(() => void vi.unstubAllGlobals())
  const shown = signal(true)
  const widths: number[] = []
  const page = await open(() => () => (
    <main>{shown.value && <p onResize={({ width }) => widths.push(width)} />}</main>
  ))
  const { observed } = FakeResizeObserver
  const resize = async (width: number): Promise<void> => {
    const target = page.find('p')
    FakeResizeObserver.tell([{ target, contentRect: { width, height: 0 } }])
    await page.settle()
    await page.settle()
  }
  expect(observed.has(page.find('p'))).toBe(true)
  await resize(10)
  await page.tellAnew()
  await inStep(page)
  expect(observed.has(page.find('p'))).toBe(true)
  await resize(20)
  expect(widths).toEqual([10, 20])
  const element = page.find('p')
  shown.value = false
  await page.settle()
  expect(observed.has(element)).toBe(false)
})

test('a click before the page was connected reaches those that want it first', async () => {
  const notes: string[] = []
  const page = new TestPage([
    [
      () => (
        <p onClick={on(() => notes.push('p'), { capture: true })}>
          <b onClick={on(() => notes.push('b'), { stopPropagation: false })} />
        </p>
      ),
      {},
    ],
  ])
  await page.load()
  const connected = page.connect()
  while (page.socket === null) await new Promise(setImmediate)
  page.find('b').click()
  await connected
  await page.settle()
  expect(notes.toSorted()).toEqual(['b', 'p'])
})

test('who listens to the wheel already still does when somebody wants it first', async () => {
  vi.stubGlobal('requestAnimationFrame', setImmediate)
  onTestFinished(() => void vi.unstubAllGlobals())
  const notes: string[] = []
  const shown = signal(false)
  const page = await open(() => () => (
    <main>
      <p onWheel={() => notes.push('p')} />
      {shown.value && <b onWheel={on(() => notes.push('b'), { capture: true })} />}
    </main>
  ))
  shown.value = true
  await page.settle()
  for (const tag of ['p', 'b']) {
    page.fire(page.find(tag), 'wheel')
    await page.settle()
    await page.settle()
  }
  expect(notes).toEqual(['p', 'b'])
})

test('an item of a stream hears what happens outside of it, also when the page was told anew', async () => {
  const notes: string[] = []
  const page = await open(() => {
    const feed = stream<number, number>({ key: (id) => id })
    const outside = feed.on((_, key) => notes.push(`outside ${key}`))
    const press = feed.on((_, key) => notes.push(`key ${key}`))
    feed.append(1, 2)
    return () => (
      <ul>
        {feed.show((id) => (
          <li
            id={`i${id}`}
            onClickOutside={outside}
            onKeyDown={on(press, { target: 'document', key: 'a' })}
          />
        ))}
      </ul>
    )
  })
  const act = async (): Promise<string[]> => {
    page.fire(page.find('#i1'), 'pointerdown')
    page.fire(page.find('#i1'), 'click', { detail: 1 })
    page.fire(page.find('ul'), 'keydown', { key: 'a' })
    await page.settle()
    return notes.splice(0)
  }
  expect(await act()).toEqual(['outside 2', 'key 1', 'key 2'])
  await page.tellAnew()
  expect(await act()).toEqual(['outside 2', 'key 1', 'key 2'])
})

test('what a throttle holds back is told before its form is sent', async () => {
  const notes: string[] = []
  const page = await open(() => () => (
    <form onSubmit={() => notes.push('submit')}>
      <input onInput={on(({ value }) => notes.push(value), { throttle: 50 })} />
    </form>
  ))
  const input = page.find<HTMLInputElement>('input')
  page.type(input, 'a')
  page.type(input, 'ab')
  page.fire(page.find('form'), 'submit')
  await page.settle()
  await new Promise((resolve) => setTimeout(resolve, 60))
  await page.settle()
  expect(notes).toEqual(['a', 'ab', 'submit'])
})

/** Tells of elements in sight when it is asked to. */
class FakeIntersectionObserver {
  static tell: (entries: object[]) => void
  constructor(tell: (entries: object[]) => void) {
    FakeIntersectionObserver.tell = tell
  }
  observe(): void {}
  unobserve(): void {}
}

test('a mark in sight asks for more when what it has asked for was handled, not before', async () => {
  vi.stubGlobal('IntersectionObserver', FakeIntersectionObserver)
  onTestFinished(() => void vi.unstubAllGlobals())
  const asked: (() => void)[] = []
  const page = await open(() => () => (
    <main>
      <i onVisible={() => new Promise<void>((resolve) => void asked.push(resolve))} />
    </main>
  ))
  let height = 1
  const range = { selectNodeContents() {}, getBoundingClientRect: () => ({ width: 1, height }) }
  Object.assign(page.window.document, { createRange: () => range })
  const look = async (): Promise<void> => {
    // What has grown is looked at twice.
    for (let i = 0; i < 2; i++) {
      const target = page.find('i')
      FakeIntersectionObserver.tell([{ target, isIntersecting: true, intersectionRatio: 1 }])
      await page.settle()
    }
  }
  await look()
  height = 2
  await look()
  asked[0]?.()
  await page.settle()
  expect(asked).toHaveLength(1)
  await look()
  expect(asked).toHaveLength(2)
  asked[1]?.()
  await page.settle()
  await look()
  expect(asked).toHaveLength(2)
})
