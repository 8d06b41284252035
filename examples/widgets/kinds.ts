// What the widgets' two sides tell each other.

export interface ChartKind {
  readonly data: {
    /** The second of the first value. */
    readonly first: number
    readonly values: readonly number[]
    readonly selected: number | null
  }
  readonly push: {
    /** A second was clicked; what there is to say about it. */
    select(second: number): string
  }
  readonly events: {
    /** Draws attention to a second. */
    readonly flash: number
  }
}

export interface EditorKind {
  readonly data: {
    /** What there is to edit; null once the editor has it. */
    readonly text: string | null
  }
  readonly push: {
    /** Changes of a text of that length, as CodeMirror writes them; false where the server has another text. */
    edit(edit: { readonly length: number; readonly changes: unknown }): boolean
    /** All of it. */
    replace(text: string): void
  }
}
