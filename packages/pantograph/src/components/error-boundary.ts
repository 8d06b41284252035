// Shows something else in place of content that has failed.
import { makeBoundary } from '../render/boundary.ts'
import type { Child } from '../template/jsx-values.ts'

/** Props of `ErrorBoundary`. */
export interface ErrorBoundaryProps {
  /** What is shown instead. `retry` shows the content again, begun anew; a resource that failed fetches again. */
  readonly fallback: (error: unknown, retry: () => void) => Child
  /** What may fail. A function is called in here: what fails in it fails in here. */
  readonly children?: Child | (() => Child)
}

/**
 * Shows `fallback` when something in it fails on the server: a setup, a view, an effect, a handler, or anything that
 * one of these awaits. Without a boundary around it, a failed handler is told to the user, and anything else ends
 * the session with an error page. Every error is logged, as `PG_CAUGHT`. What was in it is unmounted; an error in `fallback`
 * reaches the boundary further out.
 *
 * @example
 * <ErrorBoundary fallback={(error, retry) => <p>That failed. <button onClick={retry}>Try again</button></p>}>
 *   <Orders />
 * </ErrorBoundary>
 */
export function ErrorBoundary(_: ErrorBoundaryProps): (props: ErrorBoundaryProps) => Child {
  const boundary = makeBoundary()
  const retry = (): void => boundary.retry()
  return ({ fallback, children }) => {
    const failure = boundary.failure.value
    boundary.isShown = failure !== null
    if (failure !== null) return fallback(failure.error, retry)
    return typeof children === 'function' ? children() : children
  }
}
