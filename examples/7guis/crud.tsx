// Task 5: what is shown is one thing, what there is another (people.ts).
import { computed, signal } from 'pantograph'
import type { WritableSignal } from 'pantograph'
import { People } from './people.ts'

export function Crud() {
  const people = new People()
  const prefix = signal('')
  const name = signal('')
  const surname = signal('')
  const selectedId = signal(0)

  const shown = computed(() => people.startingWith(prefix.value))
  // Who is not shown cannot be selected.
  const selected = computed(() => shown.value.find(({ id }) => id === selectedId.value))

  return () => (
    <div class="crud">
      <Field id="prefix" text={prefix}>
        Filter prefix
      </Field>
      <select
        class="people"
        size={8}
        aria-label="People"
        value={String(selected.value?.id ?? '')}
        onChange={({ value }) => (selectedId.value = Number(value))}
      >
        {shown.value.map((person) => (
          <option key={person.id} value={String(person.id)}>
            {person.surname}, {person.name}
          </option>
        ))}
      </select>
      <div class="names">
        <Field id="name" text={name}>
          Name
        </Field>
        <Field id="surname" text={surname}>
          Surname
        </Field>
      </div>
      <p class="line">
        <button type="button" onClick={() => people.create(name.value, surname.value)}>
          Create
        </button>
        <button
          type="button"
          disabled={selected.value === undefined}
          onClick={() => {
            if (selected.value === undefined) return
            people.update({ ...selected.value, name: name.value, surname: surname.value })
          }}
        >
          Update
        </button>
        <button
          type="button"
          disabled={selected.value === undefined}
          onClick={() => selected.value !== undefined && people.delete(selected.value)}
        >
          Delete
        </button>
      </p>
    </div>
  )
}

interface FieldProps {
  readonly id: string
  readonly text: WritableSignal<string>
  readonly children: string
}

function Field({ id, text, children }: FieldProps) {
  return (
    <p class="field">
      <label for={id}>{children}</label>
      <input
        id={id}
        autocomplete="off"
        maxlength={80}
        value={text}
        onInput={({ value }) => (text.value = value)}
      />
    </p>
  )
}
