// A text that is edited with CodeMirror; in a plain text area until that is there.
import { ChangeSet, Text } from '@codemirror/state'
import { computed, hook, signal } from 'pantograph'
import { asset } from '../lib/assets.ts'
import type { EditorKind } from './kinds.ts'

const CodeMirror = hook<EditorKind>(asset('widgets/editor.js'))
const MOST = 20_000
const FIRST = `Everything that you type here is told to the server, change by change.

Stop the server, go on typing, and start it again.`

/** @throws RangeError for what is no change of this text */
const changed = (text: string, changes: unknown): string =>
  ChangeSet.fromJSON(changes)
    .apply(Text.of(text.split('\n')))
    .toString()

export function Editor() {
  const text = signal(FIRST)
  /** Whether the editor is there, and has the text. */
  const isRich = signal(false)
  const words = computed(() => text.value.split(/\s+/u).filter(Boolean).length)
  const characters = computed(() => text.value.length)
  const take = (next: unknown): void => {
    text.value = String(next).slice(0, MOST)
  }
  const functions = {
    edit: ({ length, changes }: { readonly length: number; readonly changes: unknown }) => {
      if (length !== text.value.length) return false
      take(changed(text.value, changes))
      return true
    },
    replace: (next: string) => {
      take(next)
      isRich.value = true
    },
  }
  return () => (
    <section class="panel" aria-labelledby="notes">
      <h2 id="notes">Notes</h2>
      <div class="plain">
        {!isRich.value && (
          <textarea
            aria-label="Notes"
            rows={6}
            maxlength={MOST}
            value={text.value}
            onInput={({ value }) => take(value)}
          />
        )}
      </div>
      <div
        class="editor"
        hook={CodeMirror({ text: isRich.value ? null : text.value }, functions)}
        owned
      />
      <p class="hint">
        The server counts <output id="words">{words}</output> words and{' '}
        <output id="characters">{characters}</output> characters.
      </p>
    </section>
  )
}
