// What handlers get, by event. The wire delivers these fields: src/wire/payload.ts.

/** What every event carries. */
export interface PantographEvent {
  /** The DOM event's name, such as `click`. */
  readonly type: string
  /**
   * Names the event among all events of all sessions, and stays the same if it is ever handled again: what a
   * database can tell a repetition by.
   */
  readonly id: string
}

/** Which modifier keys were held down. */
export interface PantographModifiers {
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
}

/** Clicks, and buttons of a mouse, a pen or a finger that go down or up. */
export interface PantographMouseEvent extends PantographEvent, PantographModifiers {
  /** 0 is the main button, 1 the middle one, 2 the one for context menus. */
  readonly button: number
}

/** A form control that was changed, or that focus came to or left. */
export interface PantographValueEvent extends PantographEvent {
  /** What the control holds. */
  readonly value: string
  /** Whether a checkbox or radio button is on. */
  readonly checked: boolean
  /** What is selected in a `<select multiple>`. */
  readonly values?: readonly string[]
}

/** A key that was pressed or released. */
export interface PantographKeyEvent extends PantographEvent, PantographModifiers {
  /** As `KeyboardEvent.key` has it: `a`, `Enter`, `Escape`. */
  readonly key: string
  /** What the control holds in which it was typed. */
  readonly value: string
  /** Whether it fires again because the key is held down. */
  readonly repeat: boolean
}

/** A form that was sent. */
export interface PantographSubmitEvent extends PantographEvent {
  /** The `name` of the button that sent it, or the empty string. */
  readonly submitter: string
  /** The form's fields by name; a list where several have the same name. */
  readonly data: Readonly<Record<string, string | string[]>>
}
