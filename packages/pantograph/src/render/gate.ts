// What stands in place of content that is to come: the state of a Suspense. The content is mounted and lives, but
// no browser knows it before it is complete. The component is in src/components.
import { ComponentCall } from '../template/block.ts'
import type { Props } from '../template/block.ts'
import { currentInstance } from './lifecycle.ts'
import { addPart, partOf } from './part.ts'
import type { Part } from './part.ts'
import type { Instance, MountedBlock } from './nodes.ts'

export class Gate implements Part {
  readonly signals = []
  readonly reaction = null
  /** The content, until it is shown. */
  hidden: MountedBlock | null = null
  /** Whether the content has been shown; then it stays, whatever else is to come. */
  isOpen: boolean
  /** How many things in the content are to come. */
  private count = 0
  private readonly onComplete: () => void

  /** @param onComplete called when nothing is to come any more */
  constructor(isOpen: boolean, onComplete: () => void) {
    this.isOpen = isOpen
    this.onComplete = onComplete
  }

  get isBusy(): boolean {
    return this.hidden !== null
  }

  get isComplete(): boolean {
    return this.count === 0
  }

  enter(): void {
    this.count++
  }

  leave(): void {
    if (--this.count === 0 && this.hidden !== null) this.onComplete()
  }

  dispose(): void {}
}

/** Gives the component whose setup runs now a gate. */
export function makeGate(isOpen: boolean, onComplete: (instance: Instance) => void): void {
  const instance = currentInstance('Suspense')
  addPart(instance, new Gate(isOpen, () => onComplete(instance)))
}

/** Stands in for the content of a component with a gate. What is to come in it holds up nothing. */
export const standInOf = ({ props }: Instance): ComponentCall =>
  new ComponentCall(StandIn, { children: props['fallback'] }, undefined)

function StandIn(): (props: Props) => unknown {
  makeGate(true, () => {})
  return ({ children }) => children
}

/** The component's own gate. */
export const gateOf = (instance: Instance): Gate | null => partOf(instance, Gate)

/** The nearest gate, of this component or above. */
export function nearestGate(instance: Instance | null): Gate | null {
  for (let at = instance; at !== null; at = at.parent) {
    const gate = gateOf(at)
    if (gate !== null) return gate
  }
  return null
}
