// What random trees (shape.ts) show and wait for: signals of the module, and data that is made of them.
import { computed, signal } from 'pantograph'
import type { ReadonlySignal, WritableSignal } from 'pantograph'
import { FAILS, SIGNALS } from './shape.ts'
import type { Shape, Step } from './shape.ts'

export const signals: WritableSignal<number>[] = Array.from({ length: SIGNALS }, () => signal(0))
export const root = signal<Shape>({ kind: 'text', text: null })
export const title = signal<string | null>(null)

export const contents = signals.map((source) =>
  computed(() => {
    if (source.value === 0) return null
    return source.value % 2 === 0 ? (
      <b>{source.value}</b>
    ) : (
      [source, 'text', <i key="i">{source}</i>]
    )
  }),
)

const failing = signals.map((source) => computed(() => valueOr(source.value)))

/** @throws while it is to fail. */
export function valueOr(value: number): number {
  if (value === FAILS) throw new Error('as it should')
  return value
}

export const sourceOf = (which: number) => signals[which] as WritableSignal<number>
export const failingAt = (which: number) => failing[which] as ReadonlySignal<number>

/** What is under way. */
export const loads = { count: 0 }

/** A microtask, or longer. */
export async function pause(slow: number): Promise<void> {
  loads.count++
  await (slow === 1 ? null : new Promise((resolve) => setImmediate(resolve)))
  loads.count--
}

/** Data: there at once, or later. */
export function fetched(
  which: number,
  slow: number,
  made: (value: number) => number = (value) => value,
): number | Promise<number> {
  const { value } = sourceOf(which)
  return slow === 0 ? made(value) : pause(slow).then(() => made(value))
}

/** Takes a step's changes over. */
export function write(step: Pick<Step, 'shape' | 'title' | 'writes'>): void {
  if (step.shape !== undefined) root.value = step.shape
  if (step.title !== undefined) title.value = step.title
  for (const [which, value] of step.writes) sourceOf(which).value = value
}

/** What a sequence begins with. */
export function begin(shape: Shape): void {
  write({ shape, title: null, writes: signals.map((_, which) => [which, 0]) })
}
