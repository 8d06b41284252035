// A form whose values are state: each control shows what its signal says, and tells it what the user does.
import { signal } from 'pantograph'
import type { Note } from './survive.tsx'

const COLOURS = ['Amber', 'Jade', 'Violet']
const SIZES = ['Small', 'Medium', 'Large']

export function Form({ note }: { note: Note }) {
  const name = signal('')
  const story = signal('')
  const colour = signal('Jade')
  const isGift = signal(false)
  const size = signal('Medium')

  return () => (
    <form class="panel" aria-labelledby="form" onSubmit={(event) => note(event.id, 'Form sent')}>
      <h2 id="form">A form</h2>
      <label for="name">Name</label>
      <input
        id="name"
        name="name"
        autocomplete="off"
        maxlength={80}
        value={name}
        onInput={(event) => (name.value = event.value)}
      />
      <label for="story">Story</label>
      <textarea
        id="story"
        name="story"
        rows={3}
        maxlength={1000}
        value={story}
        onInput={(event) => (story.value = event.value)}
      />
      <label for="colour">Colour</label>
      <select
        id="colour"
        name="colour"
        value={colour}
        onChange={(event) => {
          colour.value = event.value
          note(event.id, `Colour: ${event.value}`)
        }}
      >
        {COLOURS.map((one) => (
          <option value={one}>{one}</option>
        ))}
      </select>
      <fieldset>
        <legend>Size</legend>
        {SIZES.map((one) => (
          <label class="choice">
            <input
              type="radio"
              name="size"
              value={one}
              checked={size.value === one}
              onChange={(event) => {
                size.value = one
                note(event.id, `Size: ${one}`)
              }}
            />{' '}
            {one}
          </label>
        ))}
      </fieldset>
      <label class="choice">
        <input
          type="checkbox"
          name="gift"
          checked={isGift}
          onChange={(event) => {
            isGift.value = event.checked
            note(event.id, event.checked ? 'Gift: yes' : 'Gift: no')
          }}
        />{' '}
        It is a gift
      </label>
      <p class="echo">
        The server has: {name.value || 'no name'}, {colour}, {size},{' '}
        {isGift.value ? 'a gift' : 'no gift'}, {story.value.length} letters of story.
      </p>
      <button>Send</button>
    </form>
  )
}
