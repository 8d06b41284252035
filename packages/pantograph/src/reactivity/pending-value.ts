// What reading data throws that is not there yet. Whoever runs reactions takes it as "again, when that has changed".
import { PantographError } from '../errors.ts'

/** Thrown by `resource.value` before there is one. Views, bindings and effects that meet it run again when it is there. */
export class PendingValue extends PantographError {
  /** Whether who has read it runs again when it is there. */
  readonly isTracked: boolean

  constructor(isTracked = false) {
    super(
      'PG_PENDING',
      'the resource has no value yet. A view may read it all the same: it is shown when the value is there. ' +
        'Elsewhere read `latest`, or write `await resource.ready`.',
    )
    this.isTracked = isTracked
  }
}
