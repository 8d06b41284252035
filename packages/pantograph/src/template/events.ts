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

/** A click. */
export interface PantographMouseEvent extends PantographEvent, PantographModifiers {
  /** 0 is the main button, 1 the middle one, 2 the one for context menus; −1 where no button has changed. */
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

/** A file that was chosen, without its content. */
export interface PantographFile {
  /** Without a path. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** As MIME has it: `image/png`; empty where the browser does not know. */
  readonly type: string
  /** Milliseconds since 1970. */
  readonly lastModified: number
}

/** A key that was pressed or released. */
export interface PantographKeyEvent extends PantographEvent, PantographModifiers {
  /** As `KeyboardEvent.key` has it: `a`, `Enter`, `Escape`. */
  readonly key: string
  /** The key's place on the keyboard, whatever is written on it: `KeyA`, `Enter`; empty where nobody knows. */
  readonly code: string
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

/** A mouse that moves, or a click of which it matters where it was: `click` itself does not say. */
export interface PantographPositionEvent extends PantographMouseEvent {
  /** Which buttons are held down: 1 the main one, 2 the one for context menus, 4 the middle one, added up. */
  readonly buttons: number
  /** Pixels from the left edge of the window. */
  readonly clientX: number
  /** Pixels from the top of the window. */
  readonly clientY: number
  /** Pixels from the left edge of the element that listens. */
  readonly offsetX: number
  /** Pixels from the top of the element that listens. */
  readonly offsetY: number
}

/** A mouse, a pen or a finger. */
export interface PantographPointerEvent extends PantographPositionEvent {
  /** Tells fingers apart. */
  readonly pointerId: number
  readonly pointerType: '' | 'mouse' | 'pen' | 'touch'
  /** Whether it is the first of several. */
  readonly isPrimary: boolean
  /** From 0 to 1. */
  readonly pressure: number
}

/** One finger. */
export interface PantographTouch {
  readonly identifier: number
  readonly clientX: number
  readonly clientY: number
}

/** Fingers on the screen. */
export interface PantographTouchEvent extends PantographEvent, PantographModifiers {
  /** All that touch the screen. */
  readonly touches: readonly PantographTouch[]
  /** Those that have come, moved or gone. */
  readonly changedTouches: readonly PantographTouch[]
}

/** A wheel, or two fingers on a pad: what was turned since the event before this one. */
export interface PantographWheelEvent extends PantographPositionEvent {
  readonly deltaX: number
  readonly deltaY: number
  /** What the deltas count: 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number
}

/** A text that is being composed with an input method. */
export interface PantographCompositionEvent extends PantographEvent {
  /** What is being composed. */
  readonly data: string
  /** What the control holds. */
  readonly value: string
}

/** What is about to be changed in a control. */
export interface PantographEditEvent extends PantographEvent {
  /** As `InputEvent.inputType` has it: `insertText`, `deleteContentBackward`. */
  readonly inputType: string
  /** The text that is put in. */
  readonly data: string
}

/** What is copied, cut or pasted. */
export interface PantographClipboardEvent extends PantographEvent {
  /** The plain text: what is selected, or what is in the clipboard. */
  readonly text: string
  /** The forms in which it is there, such as `text/html`; `Files`. */
  readonly types: readonly string[]
}

/** Something that is dragged. */
export interface PantographDragEvent extends PantographPositionEvent {
  /** Its plain text, once it is dropped; of an element that is dragged, its `data-drag`. */
  readonly text: string
  /** The forms in which it is there. */
  readonly types: readonly string[]
  /** The names of files, once they are dropped. */
  readonly files: readonly string[]
}

/** How far something is scrolled, and how far it could be: in pixels. */
export interface PantographScrollEvent extends PantographEvent {
  readonly scrollLeft: number
  readonly scrollTop: number
  readonly scrollWidth: number
  readonly scrollHeight: number
  readonly clientWidth: number
  readonly clientHeight: number
}

/** How large an element is inside its padding, or the window: in pixels. */
export interface PantographSizeEvent extends PantographEvent {
  readonly width: number
  readonly height: number
}

/** A `<details>`, a popover or a dialog that opens or closes. */
export interface PantographToggleEvent extends PantographEvent {
  /** Whether it is open, or is about to be. */
  readonly open: boolean
}

/** An animation of CSS. */
export interface PantographAnimationEvent extends PantographEvent {
  readonly animationName: string
  /** Seconds. */
  readonly elapsedTime: number
  readonly pseudoElement: string
}

/** A transition of CSS. */
export interface PantographTransitionEvent extends PantographEvent {
  readonly propertyName: string
  /** Seconds. */
  readonly elapsedTime: number
  readonly pseudoElement: string
}

/** A sound or a video, and how it is. */
export interface PantographMediaEvent extends PantographEvent {
  /** Seconds. */
  readonly currentTime: number
  /** Seconds; null where nobody knows. */
  readonly duration: number | null
  readonly paused: boolean
  readonly ended: boolean
  readonly muted: boolean
  readonly seeking: boolean
  /** From 0 to 1. */
  readonly volume: number
  readonly playbackRate: number
}

/** What is selected. */
export interface PantographSelectionEvent extends PantographEvent {
  readonly text: string
  /** In a control: before which character it begins. */
  readonly start: number
  /** In a control: behind which character it ends. */
  readonly end: number
}

/** The page is shown, or hidden behind another tab. */
export interface PantographVisibilityEvent extends PantographEvent {
  readonly visible: boolean
}

/** An element comes into sight or leaves it. */
export interface PantographSightEvent extends PantographEvent {
  readonly visible: boolean
  /** How much of it is in sight, from 0 to 1. */
  readonly ratio: number
}

/** A dialog that was closed. */
export interface PantographDialogEvent extends PantographEvent {
  /** The `value` of the button that closed it. */
  readonly returnValue: string
}

/** An event of a custom element, or any other that is none of the platform's own. */
export interface PantographCustomEvent<Detail = unknown> extends PantographEvent {
  /** What it carries, if JSON can say that; else undefined. It comes from the browser: check it before you use it. */
  readonly detail: Detail
}
