// The controls of one field that are on the page: to be focused, and to be given what a form was sent with. They are
// known because each has the field's `ref`.
import type { Control } from '../../render/control.ts'
import { CONVERSIONS } from '../../render/conversions.ts'
import type { Host, RefPlace } from '../../render/nodes.ts'
import { Places } from '../../render/ref.ts'
import { SpreadBinding } from '../../render/spread-binding.ts'
import type { Payload } from '../../wire/payload.ts'
import type { Sent } from './sent.ts'

export class Controls extends Places {
  private readonly onShown: () => void

  /** @param onShown called when the first of them has come */
  constructor(host: Host, onShown = (): void => {}) {
    super(host)
    this.onShown = onShown
  }

  override attach(place: RefPlace): void {
    super.attach(place)
    if (this.places.length === 1) this.onShown()
  }

  get areShown(): boolean {
    return this.places.length > 0
  }

  /** With the next update, puts the focus into the first of them. */
  focus(): void {
    this.host.after((call) => {
      const [first] = this.places
      if (first !== undefined) call(first, '["focus"]')
    })
  }

  /** What each of them makes of what the form was sent with under the field's name, one after the other. */
  take(name: string, sent: Sent, held: () => unknown, write: (value: unknown) => void): void {
    for (const place of this.places) {
      const control = controlAt(place)
      const told = control && toldBy(control, name, sent)
      if (told) write(CONVERSIONS[control.kind].read(told, held(), control))
    }
  }
}

/** The control of an element, which its `bind` knows: in the same slot as the `ref`, or beside it. */
function controlAt({ owner, slot }: RefPlace): Control | undefined {
  for (const { index, element } of owner.template.slots) {
    const isHere = index === slot || element?.slots.some((beside) => beside.index === slot)
    const spread = owner.values[index]
    if (isHere && spread instanceof SpreadBinding && spread.current.binding) {
      return spread.current.binding.control
    }
  }
  return undefined
}

/** What a control's own event would have told; null where nothing was sent that it could have held. */
function toldBy({ kind, value }: Control, name: string, sent: Sent): Payload | null {
  const values = sent.valuesOf(name)
  // Files are not in what is sent as text.
  if (kind === 'files' || kind === 'editable') return null
  if (kind === 'checkbox' || kind === 'radio') {
    if (values.includes(value)) return { value, checked: true }
    return kind === 'checkbox' && sent.saysOff(name, value) ? { value, checked: false } : null
  }
  const [first] = values
  if (kind === 'several') {
    const isTold = first !== undefined || sent.saysOff(name, '')
    return isTold ? { value: first ?? '', values, checked: false } : null
  }
  return first === undefined ? null : { value: first, checked: false }
}
