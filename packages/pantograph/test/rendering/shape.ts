// Random trees as data: what can stand in them, and how they are made up. How they are shown is in shapes.tsx.
import * as fc from 'fast-check'

export type Text = string | number | boolean | null

export const FAILURES = [
  'setup',
  'view',
  'text',
  'attribute',
  'spread',
  'effect',
  'late setup',
  'data',
] as const
export const WAITS = ['function', 'reader', 'setup', 'bare setup'] as const

export type Shape =
  | { kind: 'text'; text: Text }
  | { kind: 'box' | 'fragment'; text: Text; a: Shape; b: Shape }
  | { kind: 'keyed' | 'positions'; items: readonly Item[] }
  | { kind: 'wrapped' | 'children'; shape: Shape }
  | { kind: 'choice'; which: number; a: Shape; b: Shape }
  | { kind: 'bound' | 'boundContent' | 'boundAttributes'; which: number }
  | { kind: 'svg'; text: Text; number: number }
  | GuardedShape
  | AwaitedShape
  | { kind: 'portal'; to: string; shape: Shape }
  | { kind: 'raw'; html: string; tag: string }
  | { kind: 'feed'; items: readonly number[] }
  | { kind: 'meta'; which: number }

export interface Item {
  readonly key: number
  readonly shape: Shape
}

/** Content that fails while a signal is FAILS. */
export interface GuardedShape {
  readonly kind: 'guarded'
  readonly how: (typeof FAILURES)[number]
  readonly which: number
  readonly slow: number
  readonly shape: Shape
}

/** Content that is to come: at once, after a microtask, or later. */
export interface AwaitedShape {
  readonly kind: 'awaited'
  readonly how: (typeof WAITS)[number]
  readonly which: number
  readonly slow: number
  readonly fallback: Shape
  readonly shape: Shape
}

export const SIGNALS = 3
/** While a signal is this, what is guarded by it fails. */
export const FAILS = 4
/** Where portals lead to. */
export const PLACES = ['#away', '#far'] as const

const text: fc.Arbitrary<Text> = fc.oneof(
  fc.constantFrom('', 'a', 'text', ' ', 'a\rb', '<&">', 'é😀', true, false, null),
  fc.integer({ min: -3, max: 1e9 }),
)
const which = fc.nat(SIGNALS - 1)
const slow = fc.nat(2)

const is = <Kind extends string>(...kinds: readonly [Kind, ...Kind[]]): fc.Arbitrary<Kind> =>
  fc.constantFrom(...kinds)

export const { shape } = fc.letrec<{ shape: Shape; items: Item[] }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: is('text'), text }),
    fc.record({ kind: is('box', 'fragment'), text, a: tie('shape'), b: tie('shape') }),
    fc.record({ kind: is('keyed', 'positions'), items: tie('items') }),
    fc.record({ kind: is('wrapped', 'children'), shape: tie('shape') }),
    fc.record({ kind: is('choice'), which, a: tie('shape'), b: tie('shape') }),
    fc.record({ kind: is('bound', 'boundContent', 'boundAttributes'), which }),
    fc.record({ kind: is('svg'), text, number: fc.nat(3) }),
    fc.record({
      kind: is('guarded'),
      how: fc.constantFrom(...FAILURES),
      which,
      slow,
      shape: tie('shape'),
    }),
    fc.record({
      kind: is('awaited'),
      how: fc.constantFrom(...WAITS),
      which,
      slow,
      fallback: tie('shape'),
      shape: tie('shape'),
    }),
    fc.record({ kind: is('portal'), to: fc.constantFrom(...PLACES), shape: tie('shape') }),
    fc.record({
      kind: is('raw'),
      html: fc.constantFrom('', 'a &amp; b', '<b>one</b> <i title="&quot;">two</i>', '<hr>'),
      tag: fc.constantFrom('pg-raw', 'div', 'span'),
    }),
    fc.record({ kind: is('feed'), items: fc.uniqueArray(fc.nat(9), { maxLength: 4 }) }),
    fc.record({ kind: is('meta'), which }),
  ),
  items: fc.uniqueArray(fc.record({ key: fc.nat(7), shape: tie('shape') }), {
    maxLength: 6,
    selector: (item) => item.key,
  }),
}))

/** How a change reaches the page. */
export const WAYS = [
  // It is told at once.
  'live',
  // The session has let its tree go, and is woken by it.
  'asleep',
  // The connection is lost while it happens.
  'offline',
  // It is told, but does not arrive before the connection is lost.
  'missed',
  // The server dies while it happens, and another one goes on.
  'dies',
  // The server dies, and it happens before another one goes on.
  'vanishes',
  // The connection is lost, and the server tells everything anew.
  'anew',
] as const
export type Way = (typeof WAYS)[number]

export interface Step {
  readonly shape: Shape | undefined
  readonly writes: readonly (readonly [which: number, value: number])[]
  readonly title: string | null | undefined
  readonly way: Way
  /** The session has let its tree go before, and is woken. */
  readonly sleeps: boolean
  /** The next change does not wait for what this one brings. */
  readonly isHurried: boolean
}

const changes = {
  shape: fc.option(shape, { nil: undefined }),
  writes: fc.array(fc.tuple(which, fc.nat(FAILS)), { maxLength: 3 }),
  title: fc.constantFrom(undefined, undefined, null, 'one', 'two'),
}

const rarely = (times: number): fc.Arbitrary<boolean> =>
  fc.nat(times - 1).map((chance) => chance === times - 1)

const step: fc.Arbitrary<Step> = fc.record({
  ...changes,
  way: fc.oneof(
    { arbitrary: fc.constant('live' as const), weight: 10 },
    { arbitrary: fc.constantFrom(...WAYS.slice(1)), weight: 8 },
  ),
  sleeps: rarely(4),
  isHurried: rarely(4),
})

/** A page, and what happens to it. */
export const sequence = fc.tuple(shape, fc.array(step, { minLength: 1, maxLength: 6 }))
