// Task 3: constraints. Each is said once, as a computed, and the view reads it.
import { computed, signal } from 'pantograph'
import type { ReadonlySignal, WritableSignal } from 'pantograph'

const FLIGHTS = ['one-way flight', 'return flight']
const TODAY = '27.03.2027'

export function Flights() {
  const flight = signal('one-way flight')
  const start = signal(TODAY)
  const back = signal(TODAY)
  const message = signal('')

  const isReturn = computed(() => flight.value === 'return flight')
  const isBookable = computed(() => {
    const [from, to] = [dateOf(start.value), dateOf(back.value)]
    return isReturn.value ? from !== null && to !== null && from <= to : from !== null
  })

  function book(): void {
    if (!isBookable.value) return
    const days = isReturn.value ? `from ${start.value} to ${back.value}` : `on ${start.value}`
    message.value = `You have booked a ${flight.value} ${days}.`
  }

  return () => (
    <form class="stack" onSubmit={book}>
      <label for="flight">Flight</label>
      <select id="flight" value={flight} onChange={({ value }) => (flight.value = value)}>
        {FLIGHTS.map((one) => (
          <option value={one}>{one}</option>
        ))}
      </select>
      <Day id="start" name="Start" text={start} />
      <Day id="return" name="Return" text={back} isEnabled={isReturn} />
      <button disabled={!isBookable.value}>Book</button>
      <p role="status">{message}</p>
    </form>
  )
}

interface DayProps {
  readonly id: string
  readonly name: string
  readonly text: WritableSignal<string>
  readonly isEnabled?: ReadonlySignal<boolean>
}

function Day({ id, name, text, isEnabled }: DayProps) {
  const isOff = isEnabled?.value === false
  return (
    <>
      <label for={id}>{name}, as DD.MM.YYYY</label>
      <input
        id={id}
        autocomplete="off"
        value={text}
        disabled={isOff}
        aria-invalid={!isOff && dateOf(text.value) === null ? 'true' : null}
        onInput={({ value }) => (text.value = value)}
      />
    </>
  )
}

/** `27.03.2027` → milliseconds; null for what is no date, such as 30.02.2027. */
function dateOf(text: string): number | null {
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(text.trim()) ?? []
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return date.getUTCDate() === Number(day) ? date.getTime() : null
}
