// Random trees, changed at random, through the real codec and the real browser runtime: the DOM must always
// be what a fresh render gives, and both sides must agree on every block.
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { computed, signal } from 'pantograph'
import type { Child } from 'pantograph'
import type { WritableSignal } from 'pantograph'
import { subscriberCount } from '../../src/reactivity/system.ts'
import { COMPARED, PING, RENDER_ANEW, WELCOME } from '../../src/wire/protocol.ts'
import { agree, domOf, freshDom } from './compare.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

/** `SEED=…` tries other cases; a failure prints the seed and path that show it again. */
const SEED = Number(process.env['SEED'] ?? 20_200)
const RUNS = Number(process.env['RUNS'] ?? 1)

type Text = string | number | boolean | null
type Shape =
  | { kind: 'text'; text: Text }
  | { kind: 'box' | 'fragment'; text: Text; a: Shape; b: Shape }
  | { kind: 'keyed' | 'positions'; items: readonly Item[] }
  | { kind: 'wrapped' | 'children'; shape: Shape }
  | { kind: 'choice'; which: number; a: Shape; b: Shape }
  | { kind: 'bound' | 'boundContent' | 'boundAttributes'; which: number }
  | { kind: 'svg'; text: Text; number: number }
interface Item {
  readonly key: number
  readonly shape: Shape
}

const SIGNALS = 3
const signals: WritableSignal<number>[] = Array.from({ length: SIGNALS }, () => signal(0))
const contents = signals.map((source) =>
  computed(() => {
    if (source.value === 0) return null
    return source.value % 2 === 0 ? (
      <b>{source.value}</b>
    ) : (
      [source, 'text', <i key="i">{source}</i>]
    )
  }),
)
const root = signal<Shape>({ kind: 'text', text: null })

const Page = () => () => <Show shape={root.value} />

function Show({ shape }: { shape: Shape }) {
  return show(shape)
}

/** As Show, with a setup. */
function Wrapped(props: { shape: Shape }) {
  const shape = computed(() => props.shape)
  return () => show(shape.value)
}

function Around({ children }: { children?: Child }) {
  return <section>{children}</section>
}

function Choice(_: { which: number; a: Shape; b: Shape }) {
  return ({ which, a, b }: { which: number; a: Shape; b: Shape }) =>
    (signals[which] as WritableSignal<number>).value % 2 ? show(a) : <Show shape={b} />
}

function show(shape: Shape): Child {
  switch (shape.kind) {
    case 'text':
      return shape.text
    case 'box':
      return (
        <div title={shape.text as string} class={{ on: shape.text !== null }}>
          {show(shape.a)} and <Show shape={shape.b} />
        </div>
      )
    case 'fragment':
      return (
        <>
          {shape.text}
          {show(shape.a)}
          {show(shape.b)}
        </>
      )
    case 'keyed':
      return shape.items.map(showItem)
    case 'positions':
      return <ul>{shape.items.map((item) => show(item.shape))}</ul>
    case 'wrapped':
      return <Wrapped shape={shape.shape} />
    case 'children':
      return <Around>{show(shape.shape)}</Around>
    case 'choice':
      return <Choice which={shape.which} a={shape.a} b={shape.b} />
    case 'svg':
      return (
        <svg viewBox="0 0 1 1">
          <text x={shape.number}>{shape.text}</text>
        </svg>
      )
    default:
      return showBound(shape)
  }
}

function showBound({ kind, which }: { kind: string; which: number }) {
  const source = signals[which] as WritableSignal<number>
  if (kind === 'bound') return source
  if (kind === 'boundContent') return <span>{contents[which]}</span>
  return <em title={source} hidden={contents[which] as never} {...{ 'data-number': source }} />
}

function showItem({ key, shape }: Item): Child {
  if (key % 3 === 0) return <Show key={key} shape={shape} />
  if (key % 3 === 1) return <Wrapped key={key} shape={shape} />
  return <article key={key}>{show(shape)}</article>
}

const text: fc.Arbitrary<Text> = fc.oneof(
  fc.constantFrom('', 'a', 'text', ' ', 'a\rb', '<&">', 'é😀', true, false, null),
  fc.integer({ min: -3, max: 1e9 }),
)
const which = fc.nat(SIGNALS - 1)
const { shape } = fc.letrec<{ shape: Shape; items: Item[] }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('text' as const), text }),
    fc.record({
      kind: fc.constantFrom('box' as const, 'fragment' as const),
      text,
      a: tie('shape'),
      b: tie('shape'),
    }),
    fc.record({
      kind: fc.constantFrom('keyed' as const, 'positions' as const),
      items: tie('items'),
    }),
    fc.record({
      kind: fc.constantFrom('wrapped' as const, 'children' as const),
      shape: tie('shape'),
    }),
    fc.record({ kind: fc.constant('choice' as const), which, a: tie('shape'), b: tie('shape') }),
    fc.record({
      kind: fc.constantFrom('bound' as const, 'boundContent' as const, 'boundAttributes' as const),
      which,
    }),
    fc.record({ kind: fc.constant('svg' as const), text, number: fc.nat(3) }),
  ),
  items: fc.uniqueArray(fc.record({ key: fc.nat(7), shape: tie('shape') }), {
    maxLength: 6,
    selector: (item) => item.key,
  }),
}))

interface Step {
  readonly shape: Shape | undefined
  readonly writes: readonly (readonly [number, number])[]
  readonly offline: boolean
  readonly sleeps: boolean
  /** The server dies while it happens, and another one goes on. */
  readonly dies: boolean
}
const step: fc.Arbitrary<Step> = fc.record({
  shape: fc.option(shape, { nil: undefined }),
  writes: fc.array(fc.tuple(which, fc.nat(4)), { maxLength: 3 }),
  // The connection is lost while it happens.
  offline: fc.nat(9).map((chance) => chance === 0),
  // The session has let its tree go before, and is woken.
  sleeps: fc.nat(3).map((chance) => chance === 0),
  dies: fc.nat(3).map((chance) => chance === 0),
})

async function apply({ shape: next, writes, offline, dies }: Step): Promise<void> {
  if (dies) await page.moveOn()
  else if (offline) page.cut()
  if (next !== undefined) root.value = next
  for (const [index, value] of writes) (signals[index] as WritableSignal<number>).value = value
  if (offline || dies) page.reconnect()
}

/** Sleeps and wakes; the page hears nothing of it. */
async function nap(): Promise<void> {
  const { session } = page
  // What it has applied is acknowledged with the answer.
  page.socket?.onmessage?.({ data: Uint8Array.of(PING).buffer })
  await page.settle()
  const sent = page.down.length
  expect(session.link.hibernate()).toBe(true)
  await session.wake()
  await page.settle()
  expect([session.isAsleep, page.down.length]).toEqual([false, sent])
  await agree(page)
}

let page: TestPage
beforeAll(async () => {
  page = await open(Page)
  console.log(`seed ${SEED}`)
})
afterAll(() => page.session.close('PG_GONE', 2))

/** How often pages were welcomed in which way. */
const counts = new Map<number | undefined, number>()

test('after every change, the page is what a fresh render gives', async () => {
  const steps = fc.array(step, { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(shape, steps, async (first, changes) => {
      root.value = first
      await page.visit(Page)
      for (const change of changes) {
        if (change.sleeps) await nap()
        await apply(change)
        page.down.length = 0
        await page.settle()
        for (const how of beginnings()) counts.set(how, (counts.get(how) ?? 0) + 1)
        expect(page.log).toEqual([])
        expect(domOf(page.root)).toBe(freshDom(page, Page))
        await agree(page)
      }
    }),
    { seed: SEED, numRuns: 1500 * RUNS },
  )
  // Everything is told only where a spread differs.
  expect(counts.get(RENDER_ANEW) ?? 0).toBeLessThan((counts.get(COMPARED) ?? 0) / 10)
}, 120_000)

interface Row {
  readonly key: number
  readonly text: string
}
const rows = signal<readonly Row[]>([])
const rowLists = fc.array(
  fc.uniqueArray(fc.record({ key: fc.nat(12), text: fc.constantFrom('a', 'b') }), {
    selector: ({ key }) => key,
  }),
  { minLength: 2, maxLength: 5 },
)

function List() {
  return () => (
    <ul>
      {rows.value.map(({ key, text }) => (
        <li key={key} data-key={key}>
          {text}
        </li>
      ))}
    </ul>
  )
}

/** The length of a longest increasing subsequence, by trying all pairs. */
function longestRun(numbers: readonly number[]): number {
  const lengths: number[] = []
  for (const number of numbers) {
    lengths.push(1 + Math.max(0, ...lengths.filter((_, j) => (numbers[j] as number) < number)))
  }
  return Math.max(0, ...lengths)
}

const elements = (): Map<string, Element> =>
  new Map(
    [...page.find('ul').children].map((element) => [
      element.getAttribute('data-key') as string,
      element,
    ]),
  )

test('rows that stay keep their element, and no more rows are moved than must be', async () => {
  await fc.assert(
    fc.asyncProperty(rowLists, async ([first = [], ...others]) => {
      rows.value = first
      await page.visit(List)
      const move = vi.spyOn(page.session.tree.output, 'move')
      for (const list of others) {
        const before = elements()
        const oldOrder = rows.peek().map(({ key }) => key)
        rows.value = list
        move.mockClear()
        await page.settle()
        const kept = list
          .map(({ key }) => oldOrder.indexOf(key))
          .filter((position) => position >= 0)
        expect(move).toHaveBeenCalledTimes(kept.length - longestRun(kept))
        for (const [key, element] of elements()) expect(before.get(key) ?? element).toBe(element)
        expect(domOf(page.root)).toBe(freshDom(page, List))
        await agree(page)
      }
    }),
    { seed: SEED, numRuns: 1000 * RUNS },
  )
}, 120_000)

test('rows keep their element while the server dies and another one tells what differs', async () => {
  await fc.assert(
    fc.asyncProperty(rowLists, async ([first = [], ...others]) => {
      rows.value = first
      await page.visit(List)
      for (const list of others) {
        const before = elements()
        await page.moveOn()
        rows.value = list
        page.down.length = 0
        page.reconnect()
        await page.settle()
        for (const [key, element] of elements()) expect(before.get(key) ?? element).toBe(element)
        expect(domOf(page.root)).toBe(freshDom(page, List))
        await agree(page)
        expect(beginnings()).toEqual([COMPARED])
      }
    }),
    { seed: SEED, numRuns: 300 * RUNS },
  )
}, 120_000)

/** How the page was welcomed. */
const beginnings = (): (number | undefined)[] =>
  page.down.filter(([head = 0]) => (head & 7) === WELCOME).map(([, how]) => how)

test('nothing listens to a signal of the module once its sessions have ended', async () => {
  page.session.close('PG_GONE', 2)
  for (const source of [root, rows, ...signals]) expect(subscriberCount(source)).toBe(0)
})
