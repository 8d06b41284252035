// Shows something else in place of content that is still to come.
import { makeGate } from '../render/gate.ts'
import { refresh } from '../render/setup.ts'
import type { Child } from '../template/jsx-values.ts'

/** Props of `Suspense`. */
export interface SuspenseProps {
  /** What is shown until the content is complete. */
  readonly fallback: Child
  /** What may be to come. A function is called in here: data that it reads is awaited in here. */
  readonly children?: Child | (() => Child)
}

/**
 * Shows `fallback` until everything in it is there: asynchronous setups, and resources whose value a view reads. The
 * first HTML waits for it (`limits.renderMilliseconds` at most) and then carries the fallback; the content follows in
 * place. Content that has been shown stays, also while something new in it is to come, so that nobody loses what they
 * type: give the `Suspense` another `key` to begin anew.
 *
 * Data is awaited where it is read: a view that reads `orders.value` itself waits as a whole, whatever stands between
 * its tags. Read it in a component below, or give the `Suspense` a function.
 *
 * @example
 * <Suspense fallback={<p>Loading…</p>}>{() => <Table rows={orders.value} />}</Suspense>
 */
export function Suspense(_: SuspenseProps): (props: SuspenseProps) => Child {
  makeGate(false, refresh)
  return ({ children }) => (typeof children === 'function' ? children() : children)
}
