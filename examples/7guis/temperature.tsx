// Task 2: two fields, each of which follows the other.
import { signal } from 'pantograph'
import type { WritableSignal } from 'pantograph'

export function Temperature() {
  const celsius = signal('')
  const fahrenheit = signal('')

  return () => (
    <p class="line">
      <Degrees
        name="Celsius"
        text={celsius}
        changed={(c) => (fahrenheit.value = written(c * (9 / 5) + 32))}
      />
      <span aria-hidden="true">=</span>
      <Degrees
        name="Fahrenheit"
        text={fahrenheit}
        changed={(f) => (celsius.value = written((f - 32) * (5 / 9)))}
      />
    </p>
  )
}

interface DegreesProps {
  readonly name: string
  readonly text: WritableSignal<string>
  /** Called with what was entered, if it is a number. */
  readonly changed: (degrees: number) => void
}

function Degrees({ name, text, changed }: DegreesProps) {
  const isNumber = NUMBER.test(text.value)
  return (
    <label>
      <input
        size={8}
        inputmode="decimal"
        autocomplete="off"
        value={text}
        aria-invalid={text.value !== '' && !isNumber ? 'true' : null}
        onInput={({ value }) => {
          text.value = value
          if (NUMBER.test(value)) changed(Number(value))
        }}
      />{' '}
      {name}
    </label>
  )
}

const NUMBER = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$/

/** Two decimals are enough for the weather. */
const written = (degrees: number): string => String(Math.round(degrees * 100) / 100 || 0)
