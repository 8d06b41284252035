// The dialog of the Circle Drawer: its slider changes a circle at once, and is one step of its history when it closes.
import { on } from 'pantograph'
import type { WritableSignal } from 'pantograph'
import type { Circle } from './circle.ts'

interface DiameterProps {
  readonly circle: Circle
  readonly change: WritableSignal<Circle | null>
  readonly close: () => void
}

export function Diameter({ circle, change, close }: DiameterProps) {
  return (
    <dialog open aria-labelledby="adjust" onKeyDown={on(close, { key: 'Escape' })}>
      <label id="adjust" for="diameter">
        Adjust diameter of circle at ({circle.x}, {circle.y}).
      </label>
      <input
        id="diameter"
        type="range"
        min={10}
        max={200}
        autofocus
        value={circle.diameter}
        onInput={({ value }) => (change.value = { ...circle, diameter: Number(value) })}
      />
      <button type="button" onClick={close}>
        Close
      </button>
    </dialog>
  )
}
