// Where errors stop: the state of an ErrorBoundary, and how an error finds the nearest one. The component is in
// src/components.
import { Signal } from '../reactivity/system.ts'
import { currentInstance } from './lifecycle.ts'
import { addPart, partOf } from './part.ts'
import type { Part } from './part.ts'
import type { Instance } from './nodes.ts'

/** An error that a boundary shows. */
export interface Failure {
  readonly error: unknown
}

export class Boundary implements Part {
  /** What has gone wrong below; null while nothing has. */
  readonly failure = new Signal<Failure | null>(null, undefined)
  readonly signals = [this.failure]
  readonly reaction = null
  /** Whether the error is what stands there: what fails now is not the content any more. */
  isShown = false

  /** What stands in place of the content would be lost: a page that wakes would try the content again. */
  get isBusy(): boolean {
    return this.hasFailed
  }

  get hasFailed(): boolean {
    return this.failure.peek() !== null
  }

  /** Shows an error instead of the content: the first one, until that has happened. */
  take(error: unknown): void {
    if (!this.hasFailed) this.failure.value = { error }
  }

  /** Shows the content again, begun anew; data that has failed is fetched again. */
  retry(): void {
    const error = this.failure.peek()?.error
    if (typeof error === 'object' && error !== null) remedies.get(error)?.()
    this.failure.value = null
  }

  dispose(): void {}
}

/** What may help against an error, when somebody tries again. */
const remedies = new WeakMap<object, () => void>()

export function remedy(error: unknown, run: () => void): void {
  if (typeof error === 'object' && error !== null) remedies.set(error, run)
}

/** Whether a component stands in a boundary, whatever that shows now. */
export function isGuarded(instance: Instance | null): boolean {
  for (let at = instance; at !== null; at = at.parent) if (boundaryOf(at) !== null) return true
  return false
}

/** Makes the component whose setup runs now a boundary. */
export function makeBoundary(): Boundary {
  return addPart(currentInstance('ErrorBoundary'), new Boundary())
}

/** The component's own boundary. */
export const boundaryOf = (instance: Instance): Boundary | null => partOf(instance, Boundary)

/** The nearest component, this one or above, whose boundary can take an error of what is in it. */
function nearestBoundary(instance: Instance | null): Instance | null {
  for (let at = instance; at !== null; at = at.parent) {
    if (!at.disposed && boundaryOf(at)?.isShown === false) return at
  }
  return null
}

/** Lets the nearest boundary show an error, and notes it before; false where there is none. */
export function takeError(instance: Instance | null, error: unknown, note: () => void): boolean {
  const at = nearestBoundary(instance)
  if (at === null) return false
  note()
  boundaryOf(at)?.take(error)
  return true
}
