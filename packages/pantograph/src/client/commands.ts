// What the browser does without asking the server: docs/protocol.md, "Commands". Loaded when the server asks for it
// (FEATURE_COMMANDS), after the events. Imports no code of the page itself.
import * as P from '../wire/protocol.ts'
import { copy, fire, go, isSafe, openDialog } from './deeds.ts'
import { guess, watchGuesses } from './guesses.ts'
import { hold } from './held.ts'
import type { Trial } from './held.ts'
import type { Tools } from './lent.ts'
import type { Rule } from './rules.ts'
import type { Listener } from './state.ts'
import { togglePopover, watchPopovers } from './popovers.ts'
import { targetsOf } from './targets.ts'
import type { Target } from './targets.ts'
import { hide, isShown, show, wantsStillness } from './transitions.ts'
import { focusBeside, forget, release, stopsIn, trap, watchTraps } from './traps.ts'

export { before, comingBack } from './guesses.ts'
export { changed, put, toldOf } from './held.ts'

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
  watchPopovers()
  watchTraps()
}

/** Carries out the commands of a handler. */
export function act(rule: Rule, self: Element, listener: Listener, event: Event | null): void {
  forget(self)
  const trial = rule.optimistic ? guess(self, listener) : null
  carryOut(JSON.parse(rule.command as string) as Step[], { self, event, trial })
}

/** Carries out commands of the server's. */
export function visit(_: number, text: string): void {
  carryOut(JSON.parse(text) as Step[], { self: document.body, event: null, trial: null })
}

/** A step that fails does not hold up the others. */
function carryOut(steps: readonly Step[], occasion: Occasion): void {
  for (const [name, target, ...rest] of steps) {
    try {
      const deed = callOwn(name) ?? DEEDS[name]
      deed?.(targetsOf(target, occasion.self), occasion, ...rest)
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

/** Whether it is to be so; null: unless it is. */
type Choice = boolean | null

function setShown(element: Element, { trial }: Occasion, choice: Choice, name: string | null) {
  ;((choice ?? !isShown(element)) ? show : hide)(element, name, trial)
}

function setClasses(element: Element, { trial }: Occasion, choice: Choice, names: string[]): void {
  for (const name of names) {
    const isOn = choice ?? !element.classList.contains(name)
    hold(element, 'class', name, isOn ? '' : null, trial)
  }
}

/** From `on` to `off`, and from anything else to `on`; they may be the same. */
function setAttribute(
  element: Element,
  { trial }: Occasion,
  name: string,
  on: string | null,
  off: string | null,
): void {
  const now = element.getAttribute(name)
  const isOn = off === null ? now !== null : now === on
  const value = isOn ? off : on
  if (value !== null && !isSafe(element, name, value)) throw new Error(`${name}="${value}"`)
  hold(element, name, '', value, trial)
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

/** What elements can do by themselves. */
const OWN = /^(focus|select|close|(show|hide)Popover)$/

const callOwn = (name: string): Deed | undefined =>
  OWN.test(name)
    ? first((element, ...rest) =>
        (element as unknown as Record<string, (...all: unknown[]) => void>)[name]?.(...rest),
      )
    : undefined

const DEEDS: Readonly<Record<string, Deed>> = {
  show: each(setShown),
  class: each(setClasses),
  attribute: each(setAttribute),
  focusIn: first((element, at: number) => stopsIn(element).at(at)?.focus()),
  focusBeside: (elements, _, step: 1 | -1) => focusBeside(elements, step),
  trap: first(trap),
  release,
  togglePopover: ([element], { event }) => element && togglePopover(element, event),
  scrollIntoView: first((element, options: ScrollIntoViewOptions) =>
    element.scrollIntoView(wantsStillness() ? { ...options, behavior: 'auto' } : options),
  ),
  open: first(openDialog),
  copy: first((element, text: string | null) => void copy(element, text)),
  dispatch: each((element, _, name: string, detail: unknown) => fire(element, name, detail)),
  navigate: (_, __, url: string, replace: boolean, load: boolean) => go(url, replace, load, tools),
  keys: (_, occasion, commands: readonly [string, Step[]][]) => byKey(occasion, commands),
}
