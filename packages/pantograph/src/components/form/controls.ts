// The controls of one field that are on the page: to be focused, and to be given what a form was sent with. They are
// known because each has the field's `ref`.
import { boundValue } from '../../render/attributes.ts'
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

  /**
   * What each of them makes of what the form was sent with under the field's name, one after the other. Who shows what is
   * held says nothing new: a date has no time, and an empty text may be null.
   */
  take(name: string, sent: Sent, held: () => unknown, write: (value: unknown) => void): void {
    const all = this.places.flatMap((place) => {
      const spread = spreadAt(place)
      const binding = spread?.current.binding
      if (!binding) return []
      const { tag = '' } = spread.owner.template.slots[spread.slot] ?? {}
      return [{ binding, tag, shown: boundValue(binding, tag, binding.show()) }]
    })
    for (const { binding, tag, shown } of all) {
      const { control } = binding
      const told = toldBy(control, name, sent)
      const news = told.filter((one) => boundValue(binding, tag, binding.meant(one)) !== shown)
      // Of several controls, the one that was changed last has told it, and the others do not know yet.
      const isOld = !sent.isPosted && news.length < told.length
      if (news[0] && !isOld) write(CONVERSIONS[control.kind].read(news[0], held(), control))
    }
  }
}

/** What stands for an element's `bind`: in the same slot as the `ref`, or beside it. */
function spreadAt({ owner, slot }: RefPlace): SpreadBinding | undefined {
  for (const { index, element } of owner.template.slots) {
    const isHere = index === slot || element?.slots.some((beside) => beside.index === slot)
    const spread = owner.values[index]
    if (isHere && spread instanceof SpreadBinding && spread.current.binding) return spread
  }
  return undefined
}

/**
 * What a control's own event would have told: nothing where nothing was sent that it could have held; several where it
 * is not the only one of its name.
 */
function toldBy({ kind, value }: Control, name: string, sent: Sent): readonly Payload[] {
  const values = sent.valuesOf(name)
  // Files are not in what is sent as text.
  if (kind === 'files' || kind === 'editable') return []
  if (kind === 'checkbox' || kind === 'radio') {
    if (values.includes(value)) return [{ value, checked: true }]
    return kind === 'checkbox' && sent.saysOff(name, value) ? [{ value, checked: false }] : []
  }
  if (kind === 'several') {
    const isTold = values.length > 0 || sent.saysOff(name, '')
    return isTold ? [{ value: values[0] ?? '', values, checked: false }] : []
  }
  return values.map((one) => ({ value: one, checked: false }))
}
