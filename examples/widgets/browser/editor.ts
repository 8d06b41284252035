// In the browser: a text editor, CodeMirror. The server is told what changes, one change after the other; what is typed
// while one is on its way, or while the page is offline, is put together and follows.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { EditorState } from '@codemirror/state'
import type { ChangeSet } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import type { HookContext, HookModule } from 'pantograph'
import type { EditorKind } from '../kinds.ts'

type Context = HookContext<EditorKind, HTMLElement>

const PAUSE = 1000

const THEME = EditorView.theme({
  '&': {
    background: 'var(--ground)',
    border: '1px solid var(--quiet)',
    borderRadius: '0.4rem',
  },
  '&.cm-focused': { outline: '3px solid var(--accent)', outlineOffset: '2px' },
  '.cm-content': {
    minHeight: '9rem',
    padding: '0.6rem 0.4rem',
    caretColor: 'var(--text)',
    color: 'var(--text)',
    fontFamily: 'var(--mono)',
  },
})

/** Keeps the server's text like the editor's. */
class Sync {
  private readonly context: Context
  private pending: ChangeSet | null = null
  private isSending = false
  view!: EditorView

  constructor(context: Context) {
    this.context = context
  }

  changed(changes: ChangeSet): void {
    this.pending = this.pending?.compose(changes) ?? changes
    void this.send()
  }

  /** All of it. */
  async replace(): Promise<void> {
    this.pending = null
    await this.context.push('replace', this.view.state.doc.toString())
  }

  async send(): Promise<void> {
    if (this.isSending) return
    this.isSending = true
    try {
      for (let changes; (changes = this.pending) !== null;) {
        this.pending = null
        const edit = { length: changes.length, changes: changes.toJSON() as unknown }
        if (!(await this.context.push('edit', edit))) await this.replace()
      }
    } catch (error) {
      // Nobody knows whether it was done.
      console.warn(error)
      setTimeout(() => this.replace().catch(console.warn), PAUSE)
    }
    this.isSending = false
  }
}

const editor: HookModule<EditorKind, HTMLElement, { sync: Sync }> = {
  mounted(context) {
    const { element, data } = context
    // Its style sheets are the editor's own, as a strict policy allows them.
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
    const sync = (this.sync = new Sync(context))
    const state = EditorState.create({
      doc: data.text ?? '',
      extensions: [
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'Notes' }),
        EditorView.updateListener.of(({ docChanged, changes }) => {
          if (docChanged) sync.changed(changes)
        }),
        THEME,
      ],
    })
    sync.view = new EditorView({ state, parent: root, root })
    sync.replace().catch(console.warn)
  },
  updated({ data }) {
    // A server that knows nothing of the editor: its state is lost.
    if (data.text !== null) this.sync.replace().catch(console.warn)
  },
  destroyed() {
    this.sync.view.destroy()
  },
}

export default editor
