// Values that can be taken back. Since a value is never changed, only replaced, what was before is still there.
import { signal } from 'pantograph'

const STEPS = 100

export class History<T> {
  private readonly values
  private readonly at = signal(0)

  constructor(first: T) {
    this.values = signal<readonly T[]>([first])
  }

  get value(): T {
    return this.values.value[this.at.value] as T
  }

  get canUndo(): boolean {
    return this.at.value > 0
  }

  get canRedo(): boolean {
    return this.at.value < this.values.value.length - 1
  }

  /** What was taken back before is gone. */
  add(value: T): void {
    this.values.value = [...this.values.value.slice(0, this.at.value + 1), value].slice(-STEPS)
    this.at.value = this.values.value.length - 1
  }

  undo(): void {
    if (this.canUndo) this.at.value--
  }

  redo(): void {
    if (this.canRedo) this.at.value++
  }
}
