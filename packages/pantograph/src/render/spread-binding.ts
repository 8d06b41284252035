// A spread slot in the mounted tree: an object of attributes, of which signals are listened to, and what it puts on its
// element. Data and small helpers, as nodes.ts.
import { isDevelopment, PantographError } from '../errors.ts'
import type { AttributeValue } from '../html/values.ts'
import type { Bindable } from '../reactivity/bindable.ts'
import { Reaction } from '../reactivity/system.ts'
import type { Props } from '../template/block.ts'
import { ATTRIBUTE, PROPERTY } from '../template/slot.ts'
import { slotValue, spreadState } from './attributes.ts'
import type { SpreadState } from './attributes.ts'
import { nothingYet } from './awaiting.ts'
import type { Binding } from './binding.ts'
import { AttributeBinding } from './nodes.ts'
import type { Host, MountedBlock, RefTarget } from './nodes.ts'
import { joinGroup, leaveGroup } from './radios.ts'

/** What is bound is the content of an element that is edited in place. */
function assertEmpty(
  binding: Binding | null,
  { template, values }: MountedBlock,
  slot: number,
): void {
  if (binding?.control.kind !== 'editable') return
  const children = template.slots[slot]?.element?.children ?? []
  const shows = children.some(
    (child) => child.slot === undefined || !SHOWS_NOTHING.has(values[child.slot.index]),
  )
  if (!shows) return
  throw new PantographError(
    'PG_BIND',
    `${binding.control.label} has \`bind\` and content, which would be the same; put the content into the signal`,
  )
}

const SHOWS_NOTHING = new Set<unknown>([null, undefined, '', true, false])

/** An object of attributes; signals in it are listened to. */
export class SpreadBinding extends Reaction {
  readonly queue: Host
  readonly owner: MountedBlock
  readonly slot: number
  readonly depth: number
  source: Props
  current: SpreadState
  private ref: RefTarget | null = null
  /** Of a radio button: what it shares with the others. */
  private group: Bindable<unknown> | null = null

  constructor(host: Host, owner: MountedBlock, slot: number, source: Props, depth: number) {
    super()
    this.queue = host
    this.owner = owner
    this.slot = slot
    this.source = source
    this.depth = depth
    try {
      this.current = this.evaluate()
    } catch (error) {
      // Nobody has it yet who could let go.
      this.unsubscribe()
      throw error
    }
  }

  private attach(ref: unknown): void {
    const next = ref ? (ref as RefTarget) : null
    if (next === this.ref) return
    this.ref?.detach(this)
    this.ref = next
    next?.attach(this)
  }

  override unsubscribe(): void {
    super.unsubscribe()
    this.attach(null)
    this.join(null)
  }

  private join(binding: Binding | null): void {
    const source = binding?.control.kind === 'radio' ? binding.source : null
    if (source === this.group) return
    if (this.group !== null) leaveGroup(this.group, this)
    this.group = source
    if (source !== null) joinGroup(source, this)
  }

  evaluate(): SpreadState {
    const tag = this.owner.template.slots[this.slot]?.tag ?? ''
    try {
      const state = this.track(() => spreadState(tag, this.source, (name) => this.beside(name)))
      if (isDevelopment) assertEmpty(state.binding, this.owner, this.slot)
      this.queue.pending.awaitsNothing(this)
      this.attach(state.ref)
      this.join(state.binding)
      return state
    } catch (error) {
      return nothingYet(this.queue, this, this.owner.scope, error) ?? spreadState(tag, null)
    }
  }

  /** An attribute that the element has besides. */
  private beside(name: string): AttributeValue {
    const { template, values } = this.owner
    const { attributes = [], slots = [] } = template.slots[this.slot]?.element ?? {}
    for (const slot of slots) {
      if (slot.name !== name || (slot.kind !== ATTRIBUTE && slot.kind !== PROPERTY)) continue
      const value = values[slot.index]
      return slotValue(slot, value instanceof AttributeBinding ? value.signal.value : value)
    }
    return attributes.find(([other]) => other === name)?.[1] ?? null
  }

  run(): void {
    throw new Error('run by the tree')
  }
}
