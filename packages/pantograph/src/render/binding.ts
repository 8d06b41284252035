// `bind={signal}`: shows what is held in a control, and holds what its user makes of it. How values are converted
// is in conversions.ts.
import { isDevelopment, PantographError } from '../errors.ts'
import { isBindable } from '../reactivity/bindable.ts'
import type { Bindable } from '../reactivity/bindable.ts'
import { BoundFunction, handlerOf, optionsOf } from '../template/on.ts'
import type { Payload } from '../wire/payload.ts'
import { controlOf } from './control.ts'
import type { Attributes, Control } from './control.ts'
import { CONVERSIONS } from './conversions.ts'
import type { Conversion } from './conversions.ts'

/** What an element's `bind` has made of it. */
export class Binding {
  readonly source: Bindable<unknown>
  readonly control: Control
  private readonly conversion: Conversion

  constructor(source: Bindable<unknown>, control: Control) {
    this.source = source
    this.control = control
    this.conversion = CONVERSIONS[control.kind]
  }

  /** The property that shows what is held. */
  get property(): Conversion['property'] {
    return this.conversion.property
  }

  /** The event that tells what the user has changed. */
  get event(): Conversion['event'] {
    return this.conversion.event
  }

  /** What the property is set to. @throws PantographError `PG_BIND` for what the control cannot show */
  show(): unknown {
    return this.conversion.show(this.source.value, this.control)
  }

  /** What would be shown if that were held which the control has told: `1.0` says as much as `1`. */
  meant(told: Payload): unknown {
    const { conversion, source, control } = this
    return conversion.show(conversion.read(told, source.peek(), control), control)
  }

  /** The handler of the event: holds the new value, then calls the author's, whose options count for both. */
  handler(author: unknown): unknown {
    const { conversion, source, control } = this
    const handler = (event: unknown): unknown => {
      const value = conversion.read(event as Payload, source.peek(), control)
      if (source.take === undefined) source.value = value
      else source.take(value)
      return handlerOf(author)?.(event)
    }
    const options = optionsOf(author)
    // Also where the author's is a command, which the server need not hear of.
    return options === null ? handler : new BoundFunction(handler, { ...options, quiet: false })
  }
}

/**
 * What the `bind` of an element makes of it; null without one.
 * @throws PantographError `PG_BIND` for what cannot be bound to, and where the element cannot be bound
 */
export function bindingOf(given: unknown, tag: string, attributes: Attributes): Binding | null {
  if (given === undefined || given === null || given === false) return null
  if (!isBindable(given)) throw new PantographError('PG_BIND', unbindable(given, tag))
  const binding = new Binding(given, controlOf(tag, attributes))
  if (isDevelopment) assertAlone(binding, attributes)
  return binding
}

function unbindable(given: unknown, tag: string): string {
  const what =
    typeof given === 'object'
      ? 'something that cannot be written, such as a computed'
      : `a ${typeof given}`
  return `the \`bind\` of <${tag}> was given ${what}; it takes a signal itself: \`bind={name}\`, not \`bind={name.value}\``
}

function assertAlone({ property, control }: Binding, attributes: Attributes): void {
  if (attributes(property) === null) return
  throw new PantographError(
    'PG_BIND',
    `${control.label} has \`bind\` and \`${property}\`, which would be the same; leave \`${property}\` out`,
  )
}
