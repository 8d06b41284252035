// Random operations on a stream, with lost connections, naps and deaths of the server in between: the page shows what
// a plain array holds, and every item that stays keeps its element.
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signal, stream } from 'pantograph'
import type { Stream } from 'pantograph'
import { PING } from '../../src/wire/protocol.ts'
import type { TestPage } from './page.ts'
import { open } from './page.ts'

/** `SEED=…` tries other cases; a failure prints the seed and path that show it again. */
const SEED = Number(process.env['SEED'] ?? 20_200)
const RUNS = Number(process.env['RUNS'] ?? 1)
const LIMIT = 7

interface Item {
  readonly key: number
  readonly text: string
  readonly shape: number
}

type Op =
  | { readonly does: 'append'; readonly items: readonly Item[] }
  | { readonly does: 'prepend'; readonly items: readonly Item[] }
  | { readonly does: 'reset'; readonly items: readonly Item[] }
  | {
      readonly does: 'insert'
      readonly item: Item
      readonly place: { before: number } | { at: number }
    }
  | { readonly does: 'update'; readonly item: Item }
  | { readonly does: 'delete'; readonly key: number }

/** What the page should show. */
let model: Item[] = []
let filled: readonly Item[] = []
let feed: Stream<Item, number>
let clicked: number[] = []
const title = signal('a')

function Page() {
  feed = stream<Item, number>({ key: ({ key }) => key, limit: LIMIT })
  const click = feed.on((_, key) => clicked.push(key))
  feed.append(...filled)
  return () => (
    <main>
      <h1>{title.value}</h1>
      <ol>
        {feed.show(({ key, text, shape }) =>
          shape === 0 ? (
            <li data-key={key} onClick={click}>
              {text}
            </li>
          ) : shape === 1 ? (
            <li data-key={key} title={text} onClick={click}>
              <b>{text}</b>{' '}
              {[1, 2].map((n) => (
                <i key={n}>{n}</i>
              ))}
            </li>
          ) : (
            <Card item={{ key, text, shape }} onClick={click as () => unknown} />
          ),
        )}
      </ol>
      <p>{title}</p>
    </main>
  )
}

const Card = ({ item, onClick }: { item: Item; onClick: () => unknown }) => (
  <li data-key={item.key} onClick={onClick}>
    <Label text={item.text} />
  </li>
)
const Label = ({ text }: { text: string }) => <em>{text}</em>

const textOf = ({ text, shape }: Item): string => (shape === 1 ? `${text} 12` : text)

// The model

function put(item: Item, index: number, drop: 'first' | 'last'): void {
  const at = model.findIndex(({ key }) => key === item.key)
  if (at >= 0) model[at] = item
  else {
    model.splice(index, 0, item)
    if (model.length > LIMIT) model.splice(drop === 'first' ? 0 : LIMIT, 1)
  }
}

function act(op: Op): void {
  if (op.does === 'append' || op.does === 'reset') {
    if (op.does === 'reset') model = []
    for (const item of op.items) put(item, model.length, 'first')
  } else if (op.does === 'prepend') for (const item of op.items.toReversed()) put(item, 0, 'last')
  else if (op.does === 'delete') model = model.filter(({ key }) => key !== op.key)
  else if (op.does === 'update') {
    model = model.map((item) => (item.key === op.item.key ? op.item : item))
  } else {
    const { place, item } = op
    const at = 'at' in place ? place.at : model.findIndex(({ key }) => key === place.before)
    put(item, at < 0 ? model.length : Math.min(at, model.length), 'last')
  }
}

function tell(op: Op): void {
  if (op.does === 'append' || op.does === 'prepend') feed[op.does](...op.items)
  else if (op.does === 'reset') feed.reset(op.items)
  else if (op.does === 'delete') feed.delete(op.key)
  else if (op.does === 'update') feed.update(op.item)
  else feed.insert(op.item, op.place)
}

/** What setup fills in goes among what the page has. */
function merge(fill: readonly Item[]): void {
  const has = (one: Item): boolean => model.some(({ key }) => key === one.key)
  if (fill.length > 0 && !fill.some(has)) model = []
  const next = fill.find(has)
  let index = next === undefined ? 0 : model.findIndex(({ key }) => key === next.key)
  for (const item of fill) {
    const at = model.findIndex(({ key }) => key === item.key)
    if (at >= 0) model[at] = item
    else model.splice(index, 0, item)
    index = model.indexOf(item) + 1
  }
  while (model.length > LIMIT) {
    const old = model.findLast((one) => !fill.includes(one)) as Item
    model.splice(model.indexOf(old), 1)
  }
}

// The page

const items = (): HTMLElement[] => [...page.find('ol').children] as HTMLElement[]
const keyOf = (element: HTMLElement): number => Number(element.dataset['key'])
const byKey = (): Map<number, Element> => new Map(items().map((one) => [keyOf(one), one]))

/** What is not as it should be. `before`: elements that must have stayed, unless an item took another shape. */
async function problems(
  before: ReadonlyMap<number, Element>,
  shapes: ReadonlyMap<number, number>,
): Promise<unknown[]> {
  const found: unknown[] = [...page.log]
  const shown = items().map((one) => `${keyOf(one)} ${one.textContent}`)
  const wanted = model.map((item) => `${item.key} ${textOf(item)}`)
  if (shown.join() !== wanted.join()) found.push({ shown, wanted })
  for (const { key, shape } of model) {
    const kept = shapes.get(key) === shape ? before.get(key) : undefined
    if (kept !== undefined && byKey().get(key) !== kept) found.push(`${key} is another element`)
  }
  clicked = []
  for (const one of items()) one.click()
  await page.settle()
  if (clicked.join() !== model.map(({ key }) => key).join()) found.push({ clicked })
  return found
}

const item: fc.Arbitrary<Item> = fc.record({
  key: fc.nat(12),
  text: fc.constantFrom('a', 'b', 'c', ''),
  shape: fc.nat(2),
})
const some = fc.uniqueArray(item, { maxLength: 5, selector: ({ key }) => key })
const op: fc.Arbitrary<Op> = fc.oneof(
  fc.record({ does: fc.constantFrom('append' as const, 'prepend' as const), items: some }),
  fc.record({ does: fc.constant('reset' as const), items: some }),
  fc.record({
    does: fc.constant('insert' as const),
    item,
    place: fc.oneof(fc.record({ before: fc.nat(12) }), fc.record({ at: fc.nat(8) })),
  }),
  fc.record({ does: fc.constant('update' as const), item }),
  fc.record({ does: fc.constant('delete' as const), key: fc.nat(12) }),
)

const HOWS = ['live', 'live', 'nap', 'offline', 'missed', 'anew', 'dies'] as const
interface Step {
  readonly how: (typeof HOWS)[number]
  readonly op: Op
  readonly fill: readonly Item[]
  readonly title: string
}
const step: fc.Arbitrary<Step> = fc.record({
  how: fc.constantFrom(...HOWS),
  op,
  fill: some,
  title: fc.constantFrom('a', 'b'),
})

async function nap(): Promise<void> {
  page.socket?.onmessage?.({ data: Uint8Array.of(PING).buffer })
  await page.settle()
  const sent = page.down.length
  expect(page.session.link.hibernate()).toBe(true)
  await page.session.wake()
  await page.settle()
  expect(page.down).toHaveLength(sent)
}

async function take({ how, op: next, fill, title: now }: Step): Promise<void> {
  if (how === 'nap') await nap()
  if (how === 'missed') {
    // What is told from now on does not arrive; part of it was acted on already.
    page.onTheWay = () => Uint8Array.of(PING)
    tell(next)
    title.value = now
    await page.settle()
    page.onTheWay = (message) => message
    page.cut()
    page.reconnect()
    return act(next)
  }
  if (how === 'dies') {
    filled = fill
    await page.moveOn()
    merge(fill)
  } else if (how !== 'live' && how !== 'nap') page.cut()
  page.isDistrusted = how === 'anew'
  tell(next)
  act(next)
  title.value = now
  if (!page.online) page.reconnect()
}

let page: TestPage
beforeAll(async () => {
  page = await open(Page)
  console.log(`seed ${SEED}`)
})
afterAll(() => page.session.close('PG_GONE', 2))

test(
  'the page shows what an array holds, whatever happens',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        some,
        fc.array(step, { minLength: 1, maxLength: 6 }),
        async (first, steps) => {
          model = []
          filled = first
          for (const one of first) put(one, model.length, 'first')
          await page.visit(Page)
          expect(await problems(new Map(), new Map())).toEqual([])
          for (const one of steps) {
            const before = byKey()
            const shapes = new Map(model.map(({ key, shape }) => [key, shape]))
            await take(one)
            await page.settle()
            page.isDistrusted = false
            // What was reset or dropped and came again is new.
            expect(await problems(isKept(one) ? before : new Map(), shapes)).toEqual([])
          }
        },
      ),
      { seed: SEED, numRuns: Math.ceil(400 * RUNS) },
    )
  },
  120_000 * Math.max(1, RUNS),
)

/** Whether what is there before and after was there all the time. */
const isKept = ({ op: { does } }: Step): boolean => does === 'update' || does === 'delete'
