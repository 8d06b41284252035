// What the browser does without asking the server: docs/protocol.md, "Commands". Loaded when the server asks for it
// (FEATURE_COMMANDS), after the events. Imports no code of the page itself.
import * as P from '../wire/protocol.ts'
import { closeDialog, copy, fire, go, isSafe, openDialog } from './deeds.ts'
import { guess, watchGuesses } from './guesses.ts'
import { hold } from './held.ts'
import type { Trial } from './held.ts'
import type { Tools } from './lent.ts'
import type { Rule } from './rules.ts'
import type { Listener } from './state.ts'
import { targetsOf } from './targets.ts'
import type { Target } from './targets.ts'
import { hide, isShown, show, wantsStillness } from './transitions.ts'
import { focusBeside, keepIn, release, stopsIn, trap } from './traps.ts'

export { comingBack } from './guesses.ts'
export { changed, shown, toldOf } from './held.ts'

type Step = readonly [name: string, target: Target, ...rest: never[]]

/** What commands were called for. */
interface Occasion {
  readonly self: Element
  readonly event: Event | null
  /** With what their changes go; null: they stay. */
  readonly trial: Trial | null
}

type Deed = (elements: readonly HTMLElement[], occasion: Occasion, ...rest: never[]) => void

let tools: Tools

export function begin(lent: Tools): void {
  tools = lent
  watchGuesses(lent)
  document.addEventListener('keydown', keepIn)
}

/** Carries out the commands of a handler. */
export function act(rule: Rule, self: Element, listener: Listener, event: Event | null): void {
  const trial = rule.optimistic ? guess(self, listener) : null
  carryOut(JSON.parse(rule.command as string) as Step[], { self, event, trial })
}

/** Carries out commands of the server's. */
export function run(text: string): void {
  carryOut(JSON.parse(text) as Step[], { self: document.body, event: null, trial: null })
}

/** A step that fails does not hold up the others. */
function carryOut(steps: readonly Step[], occasion: Occasion): void {
  for (const [name, target, ...rest] of steps) {
    try {
      DEEDS.get(name)?.(targetsOf(target, occasion.self), occasion, ...rest)
    } catch (error) {
      console.error(`PG_COMMAND: ${name}`, error)
    }
  }
}

/** Of all elements. */
const each =
  (deed: (element: HTMLElement, occasion: Occasion, ...rest: never[]) => void): Deed =>
  (elements, occasion, ...rest) => {
    for (const element of elements) deed(element, occasion, ...rest)
  }

/** Of the first element; where there is none, nothing happens. */
const first =
  (deed: (element: HTMLElement, ...rest: never[]) => void): Deed =>
  ([element], _, ...rest) => {
    if (element) deed(element, ...rest)
  }

const classes = (choose: (element: Element, name: string) => boolean): Deed =>
  each((element, { trial }, names: readonly string[]) => {
    for (const name of names) {
      hold(element, 'class', name, choose(element, name) ? '' : null, trial)
    }
  })

function setAttribute(
  element: Element,
  { trial }: Occasion,
  name: string,
  value: string | null,
): void {
  if (value !== null && !isSafe(element, name, value)) throw new Error(`${name}="${value}"`)
  hold(element, name, '', value, trial)
}

function toggleAttribute(
  element: Element,
  occasion: Occasion,
  name: string,
  on: string,
  off: string | null,
): void {
  const isOn = off === null ? element.hasAttribute(name) : element.getAttribute(name) === on
  setAttribute(element, occasion, name, isOn ? off : on)
}

function byKey(occasion: Occasion, commands: readonly (readonly [key: string, Step[]])[]): void {
  const { event } = occasion
  for (const [key, steps] of commands) {
    if (!event || !tools.loadedFeatures[P.FEATURE_EVENTS]?.isKey([key], event as KeyboardEvent))
      continue
    event.preventDefault()
    carryOut(steps, occasion)
  }
}

const DEEDS: ReadonlyMap<string, Deed> = new Map<string, Deed>([
  ['show', each((element, { trial }, name: string | null) => show(element, name, trial))],
  ['hide', each((element, { trial }, name: string | null) => hide(element, name, trial))],
  [
    'toggle',
    each((element, { trial }, name: string | null) =>
      (isShown(element) ? hide : show)(element, name, trial),
    ),
  ],
  ['addClass', classes(() => true)],
  ['removeClass', classes(() => false)],
  ['toggleClass', classes((element, name) => !element.classList.contains(name))],
  ['setAttribute', each(setAttribute)],
  [
    'removeAttribute',
    each((element, occasion, name: string) => setAttribute(element, occasion, name, null)),
  ],
  ['toggleAttribute', each(toggleAttribute)],
  ['focus', first((element, preventScroll: boolean) => element.focus({ preventScroll }))],
  ['focusFirst', first((element) => stopsIn(element)[0]?.focus())],
  ['focusLast', first((element) => stopsIn(element).at(-1)?.focus())],
  ['focusNext', (elements) => focusBeside(elements, 1)],
  ['focusPrevious', (elements) => focusBeside(elements, -1)],
  ['trapFocus', first(trap)],
  ['releaseFocus', release],
  ['select', first((element) => (element as HTMLInputElement).select())],
  [
    'scrollIntoView',
    first((element, options: ScrollIntoViewOptions) =>
      element.scrollIntoView(wantsStillness() ? { ...options, behavior: 'auto' } : options),
    ),
  ],
  ['openDialog', first(openDialog)],
  ['closeDialog', first(closeDialog)],
  ['showPopover', first((element) => element.showPopover())],
  ['hidePopover', first((element) => element.hidePopover())],
  ['togglePopover', first((element) => element.togglePopover())],
  ['copy', first((element, text: string | null) => void copy(element, text))],
  ['dispatch', each((element, _, name: string, detail: unknown) => fire(element, name, detail))],
  [
    'navigate',
    (_, __, url: string, replace: boolean, load: boolean) => go(url, replace, load, tools),
  ],
  ['keys', (_, occasion, commands: readonly [string, Step[]][]) => byKey(occasion, commands)],
])
