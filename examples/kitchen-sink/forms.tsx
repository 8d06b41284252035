// Each kind of control. What the form holds is told when it is sent.
import { inject, signal } from 'pantograph'
import { Note } from './log.tsx'
import { Section } from './section.tsx'

const FIELDS = [
  { type: 'text', label: 'Text', value: 'a text' },
  { type: 'search', label: 'Search', value: '' },
  { type: 'email', label: 'E-mail', value: 'ada@example.org' },
  { type: 'url', label: 'Address', value: 'https://example.org' },
  { type: 'tel', label: 'Telephone', value: '' },
  { type: 'password', label: 'Password', value: '' },
  { type: 'number', label: 'Number', value: '42' },
  { type: 'range', label: 'Range', value: '70' },
  { type: 'date', label: 'Date', value: '2026-11-21' },
  { type: 'time', label: 'Time', value: '12:30' },
  { type: 'datetime-local', label: 'Date and time', value: '2026-11-21T12:30' },
  { type: 'month', label: 'Month', value: '2026-11' },
  { type: 'week', label: 'Week', value: '2026-W47' },
  { type: 'color', label: 'Colour', value: '#14606f' },
] as const

export function Forms() {
  const note = inject(Note)
  const sent = signal('')

  return () => (
    <Section id="forms" title="Forms">
      <form
        class="fields"
        onSubmit={(event) => {
          note(event)
          sent.value = JSON.stringify(event.data)
        }}
        onInput={note}
        onChange={note}
        onReset={note}
      >
        {FIELDS.map(({ type, label, value }) => (
          <label>
            {label}
            <input type={type} name={type} value={value} autocomplete="off" />
          </label>
        ))}
        <label>
          Required
          <input name="required" required value="something" autocomplete="off" onInvalid={note} />
        </label>
        <label>
          With suggestions
          <input name="suggested" list="suggestions" autocomplete="off" />
        </label>
        <datalist id="suggestions">
          <option value="Amber" />
          <option value="Jade" />
        </datalist>
        <label>
          File
          <input type="file" name="file" />
        </label>
        <label>
          Selection
          <select name="one">
            <optgroup label="Warm">
              <option>Red</option>
              <option>Orange</option>
            </optgroup>
            <optgroup label="Cold">
              <option selected>Blue</option>
            </optgroup>
          </select>
        </label>
        <label>
          Several
          <select name="several" multiple size={3}>
            <option value="a">Alpha</option>
            <option value="b" selected>
              Beta
            </option>
            <option value="c">Gamma</option>
          </select>
        </label>
        <label>
          Longer text
          <textarea name="longer" rows={3}>
            {'\nThe first line is empty.'}
          </textarea>
        </label>
        <fieldset>
          <legend>Choices</legend>
          <label class="choice">
            <input type="checkbox" name="check" value="yes" checked /> A checkbox
          </label>
          {['one', 'two'].map((value) => (
            <label class="choice">
              <input type="radio" name="radio" value={value} checked={value === 'one'} /> Radio{' '}
              {value}
            </label>
          ))}
        </fieldset>
        <input type="hidden" name="hidden" value="not seen" />
        <p class="line">
          <button name="button" value="send">
            Send
          </button>
          <button type="reset">Reset</button>
          <button type="button" disabled>
            Disabled
          </button>
        </p>
        <label>
          Progress <progress value={0.7}>70 %</progress>
        </label>
        <label>
          Meter{' '}
          <meter min={0} max={10} low={3} high={8} optimum={5} value={6}>
            6 of 10
          </meter>
        </label>
        <output class="sent" name="sent">
          {sent}
        </output>
      </form>
    </Section>
  )
}
