// What the browser does before it tells anything: `on(handler, options)`.
import { inject, on, signal } from 'pantograph'
import { Note } from './log.tsx'
import { Section } from './section.tsx'

export function Options() {
  const note = inject(Note)
  const isOpen = signal(false)

  return () => (
    <Section id="options" title="Options">
      <div class="fields">
        <label>
          Debounced by half a second
          <input autocomplete="off" onInput={on(note, { debounce: 500 })} />
        </label>
        <label>
          Only Enter and Escape
          <input autocomplete="off" onKeyDown={on(note, { key: ['Enter', 'Escape'] })} />
        </label>
      </div>
      <p class="line">
        <button type="button" onClick={on(note, { throttle: 1000 })}>
          At most once a second
        </button>
        <button type="button" onClick={on(note, { once: true })}>
          Once
        </button>
        <button type="button" onClick={on(note, { confirm: 'Really?' })}>
          Ask first
        </button>
        <button
          type="button"
          data-pending-disable
          data-pending-text="Saving…"
          onClick={async (event) => {
            await new Promise((done) => setTimeout(done, 1000))
            note(event)
          }}
        >
          Save slowly
        </button>
        <a
          href="https://example.org"
          onClick={on(note, { preventDefault: true, stopPropagation: true })}
        >
          A link that leads nowhere
        </a>
      </p>
      <p class="line">
        <button
          type="button"
          aria-expanded={isOpen.value ? 'true' : 'false'}
          onClick={() => (isOpen.value = true)}
        >
          Open
        </button>
        {isOpen.value && (
          <span
            class="area"
            onClickOutside={(event) => {
              note(event)
              isOpen.value = false
            }}
          >
            Click outside of me.
          </span>
        )}
      </p>
      <p
        class="hint"
        onKeyDown={on(note, { target: 'window', key: 'mod+k', preventDefault: true })}
      >
        Wherever the focus is: <kbd>Ctrl</kbd> + <kbd>K</kbd>, or <kbd>⌘</kbd> + <kbd>K</kbd>.
      </p>
    </Section>
  )
}
