// Every kind of control, bound to a signal of its own, and what these hold.
import { signal } from 'pantograph'
import type { Child, PantographFile, ReadonlySignal } from 'pantograph'

const CITIES = ['Bergen', 'Lisbon', 'Kyoto', 'Quito']
const PETS = ['cat', 'dog', 'emu', 'newt']
const PLANS = ['free', 'team', 'firm']

export function EveryControl() {
  const name = signal('Ada')
  const story = signal('First line\nand a second one')
  const amount = signal<number | null>(3)
  const volume = signal(40)
  const birthday = signal<Date | null>(new Date('1815-12-10'))
  const alarm = signal('07:30')
  const meeting = signal<Date | null>(null)
  const month = signal('')
  const week = signal('')
  const colour = signal('#14606f')
  const agreed = signal(false)
  const pets = signal(['cat'])
  const plan = signal('team')
  const city = signal('Lisbon')
  const visited = signal(['Kyoto'])
  const files = signal<PantographFile[]>([])
  const note = signal('Click, and write over this')

  const held: Readonly<Record<string, ReadonlySignal<unknown>>> = {
    name,
    story,
    amount,
    volume,
    birthday,
    alarm,
    meeting,
    month,
    week,
    colour,
    agreed,
    pets,
    plan,
    city,
    visited,
    files,
    note,
  }

  const fill = (): void => {
    name.value = 'Grace'
    story.value = 'From the server'
    amount.value = 7
    volume.value = 80
    birthday.value = new Date('1906-12-09')
    alarm.value = '06:00'
    meeting.value = new Date('2026-11-21T18:30Z')
    month.value = '2026-11'
    week.value = '2026-W47'
    colour.value = '#b3261e'
    agreed.value = true
    pets.value = ['emu', 'newt']
    plan.value = 'firm'
    city.value = 'Quito'
    visited.value = ['Bergen', 'Lisbon']
    note.value = 'Written by the server'
  }

  return () => (
    <section class="panel every" aria-labelledby="every">
      <h2 id="every">Every control</h2>
      <div class="columns">
        <form class="controls" autocomplete="off">
          <Field label="Text" id="c-name">
            <input id="c-name" bind={name} />
          </Field>
          <Field label="Text area" id="c-story">
            <textarea id="c-story" rows={3} bind={story} />
          </Field>
          <Field label="Number" id="c-amount">
            <input id="c-amount" type="number" step="any" bind={amount} />
          </Field>
          <Field label="Range" id="c-volume">
            <input id="c-volume" type="range" bind={volume} />
          </Field>
          <Field label="Date" id="c-birthday">
            <input id="c-birthday" type="date" bind={birthday} />
          </Field>
          <Field label="Time" id="c-alarm">
            <input id="c-alarm" type="time" bind={alarm} />
          </Field>
          <Field label="Date and time" id="c-meeting">
            <input id="c-meeting" type="datetime-local" bind={meeting} />
          </Field>
          <Field label="Month" id="c-month">
            <input id="c-month" type="month" bind={month} />
          </Field>
          <Field label="Week" id="c-week">
            <input id="c-week" type="week" bind={week} />
          </Field>
          <Field label="Colour" id="c-colour">
            <input id="c-colour" type="color" bind={colour} />
          </Field>
          <Field label="Choice" id="c-city">
            <select id="c-city" bind={city}>
              {CITIES.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </Field>
          <Field label="Several choices" id="c-visited">
            <select id="c-visited" multiple size={4} bind={visited}>
              {CITIES.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </Field>
          <Field label="Files" id="c-files">
            <input id="c-files" type="file" multiple bind={files} />
          </Field>
          <fieldset>
            <legend>One of these</legend>
            {PLANS.map((one) => (
              <label key={one}>
                <input type="radio" name="plan" value={one} bind={plan} /> {one}
              </label>
            ))}
          </fieldset>
          <fieldset>
            <legend>Any of these</legend>
            {PETS.map((one) => (
              <label key={one}>
                <input type="checkbox" name="pets" value={one} bind={pets} /> {one}
              </label>
            ))}
          </fieldset>
          <label class="box">
            <input type="checkbox" bind={agreed} /> On or off
          </label>
          <div class="field">
            <span class="name" id="c-note">
              Edited in place
            </span>
            <div
              class="note"
              role="textbox"
              aria-multiline="true"
              aria-labelledby="c-note"
              contenteditable
              bind={note}
            />
          </div>
        </form>
        <div class="state">
          <h3 id="state">What the signals hold</h3>
          <dl aria-labelledby="state">
            {Object.entries(held).map(([key, one]) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>
                  <code>{shown(one.value)}</code>
                </dd>
              </div>
            ))}
          </dl>
          <button type="button" onClick={fill}>
            Let the server fill it in
          </button>
        </div>
      </div>
    </section>
  )
}

function Field({ label, id, children }: { label: string; id: string; children?: Child }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
    </div>
  )
}

/** A value as code would have it. */
function shown(value: unknown): string {
  return value instanceof Date ? `Date ${value.toISOString()}` : JSON.stringify(value)
}
