// `command`: what the browser does at once, without asking the server. A description, made on the server as a chain of
// steps and told with the handler it stands in; client/commands.ts carries it out.
import {
  addressOf,
  attributeOf,
  classesOf,
  dataOf,
  eventName,
  refuse,
  selectorOf,
  textOf,
  transitionOf,
  valueOf,
} from './command-checks.ts'
import { Bound, BoundFunction, detailsIn, keyOf } from './on.ts'
import type { Asked, BoundHandler } from './on.ts'

/** An element near the one that the command stands on; of several parts, the later start where the earlier end. */
export interface RelativeTarget {
  /** The element itself or the nearest one around it that fits. */
  readonly closest?: string
  /** The nearest sibling behind it that fits. `'*'` is any. */
  readonly next?: string
  /** The nearest sibling before it that fits. */
  readonly previous?: string
  /** Elements in it that fit. */
  readonly inner?: string
}

/**
 * Which elements: a CSS selector for any on the page, or where they are from here. Left out, it is the element that the
 * command stands on. Focus, dialogs, popovers, `select`, `copy` and scrolling take the first that fits, all others every one.
 */
export type CommandTarget = string | RelativeTarget

/** Which elements, for commands that are about something else first. */
export interface CommandPlace {
  readonly to?: CommandTarget
}

/** How something is shown or hidden. */
export interface CommandTransition {
  /**
   * Its name: while the element appears it has the class `NAME-in`, while it goes `NAME-out`, until all animations and
   * transitions that the class begins have ended. Where the user wants less motion, it has neither.
   */
  readonly transition?: string
}

type Target = string | RelativeTarget | null
/** A name, which elements, and what else there is to say: docs/protocol.md, "Commands". */
type Step = readonly [name: string, target: Target, ...rest: unknown[]]

const ignore = (): void => {}
const RELATIVE = ['closest', 'next', 'previous', 'inner'] as const

function targetOf(target: CommandTarget | undefined): Target {
  if (target === undefined) return null
  if (typeof target !== 'object' || target === null) return selectorOf(target)
  const parts = RELATIVE.filter((name) => target[name] !== undefined)
  if (parts.length === 0) refuse(`a target is a selector or has one of ${RELATIVE.join(', ')}`)
  return Object.fromEntries(parts.map((name) => [name, selectorOf(target[name])]))
}

/**
 * Steps that the browser does, in order. Cannot change: each function gives a new one, so that a beginning can be shared.
 * Made from `command`.
 */
export class Command extends Bound<unknown> {
  private readonly steps: readonly Step[]
  private readonly isOptimistic: boolean
  private asked: Asked | null = null
  private told: readonly string[] | null = null

  /** @internal */
  constructor(steps: readonly Step[] = [], isOptimistic = false) {
    super()
    this.steps = steps
    this.isOptimistic = isOptimistic
  }

  // What is shown

  /** Shows elements: takes away their attribute `hidden`. */
  show(target?: CommandTarget, { transition }: CommandTransition = {}): Command {
    return this.and('show', target, true, transitionOf(transition))
  }

  /** Hides elements: gives them the attribute `hidden`, when the transition is over. */
  hide(target?: CommandTarget, { transition }: CommandTransition = {}): Command {
    return this.and('show', target, false, transitionOf(transition))
  }

  /** Shows those that are hidden, and hides the others. */
  toggle(target?: CommandTarget, { transition }: CommandTransition = {}): Command {
    return this.and('show', target, null, transitionOf(transition))
  }

  /** Adds a class, or several with spaces between them. */
  addClass(names: string, { to }: CommandPlace = {}): Command {
    return this.and('class', to, true, classesOf(names))
  }

  removeClass(names: string, { to }: CommandPlace = {}): Command {
    return this.and('class', to, false, classesOf(names))
  }

  /** Adds each class that is missing, and takes away each that is there. */
  toggleClass(names: string, { to }: CommandPlace = {}): Command {
    return this.and('class', to, null, classesOf(names))
  }

  /**
   * Sets an attribute; `true` is one without a value. For what is shown use `hidden`, for looks classes.
   *
   * @throws PantographError `PG_COMMAND` for `class`, `style`, names that would run code, and values that would.
   */
  setAttribute(name: string, value: string | number | true, { to }: CommandPlace = {}): Command {
    const known = attributeOf(name)
    const text = valueOf(known, value)
    return this.and('attribute', to, known, text, text)
  }

  removeAttribute(name: string, { to }: CommandPlace = {}): Command {
    return this.and('attribute', to, attributeOf(name), null, null)
  }

  /**
   * Sets an attribute that is not there, and removes one that is. With `values`, it goes from each of the two to the other.
   *
   * @example command.toggleAttribute('aria-expanded', { values: ['true', 'false'] })
   */
  toggleAttribute(
    name: string,
    { to, values }: CommandPlace & { readonly values?: readonly [string, string] } = {},
  ): Command {
    const known = attributeOf(name)
    const [on = '', off] = values ?? []
    const states = [valueOf(known, on), off === undefined ? null : valueOf(known, off)]
    return this.and('attribute', to, known, ...states)
  }

  // Focus and selection

  /** Puts the focus on an element. `preventScroll` leaves it where it is on the screen. */
  focus(
    target?: CommandTarget,
    { preventScroll = false }: { readonly preventScroll?: boolean } = {},
  ): Command {
    return this.and('focus', target, { preventScroll })
  }

  /** Puts the focus on the first element in the target that takes it. */
  focusFirst(target?: CommandTarget): Command {
    return this.and('focusIn', target, 0)
  }

  /** Puts the focus on the last element in the target that takes it. */
  focusLast(target?: CommandTarget): Command {
    return this.and('focusIn', target, -1)
  }

  /** Of all elements that fit and are shown, focuses the one behind that which has the focus; behind the last, the first. */
  focusNext(target: CommandTarget): Command {
    return this.and('focusBeside', target, 1)
  }

  /** Of all elements that fit and are shown, focuses the one before that which has the focus; before the first, the last. */
  focusPrevious(target: CommandTarget): Command {
    return this.and('focusBeside', target, -1)
  }

  /**
   * Focuses what comes first in the target, and keeps the Tab key in there until `releaseFocus`, or until the target is
   * hidden. For menus and dialogs that are not modal: those that are do it by themselves.
   */
  trapFocus(target?: CommandTarget): Command {
    return this.and('trap', target)
  }

  /** Ends the innermost `trapFocus`; the focus goes back where it was before. */
  releaseFocus(): Command {
    return this.and('release', undefined)
  }

  /** Selects the text of a field. */
  select(target?: CommandTarget): Command {
    return this.and('select', target)
  }

  scrollIntoView(target?: CommandTarget, options: CommandScroll = {}): Command {
    const { behavior, block, inline } = options
    return this.and('scrollIntoView', target, dataOf({ behavior, block, inline }))
  }

  // Dialogs and popovers

  /** Opens a `<dialog>` in front of everything else; with `modal: false`, beside it. */
  openDialog(target: CommandTarget, { modal = true }: { readonly modal?: boolean } = {}): Command {
    return this.and('open', target, modal)
  }

  /** Closes a `<dialog>`; without a target, the one around the element. `returnValue` is what its `close` event carries. */
  closeDialog(
    target: CommandTarget = { closest: 'dialog' },
    { returnValue }: { readonly returnValue?: string } = {},
  ): Command {
    return this.and('close', target, ...(returnValue === undefined ? [] : [String(returnValue)]))
  }

  showPopover(target: CommandTarget): Command {
    return this.and('showPopover', target)
  }

  /** Hides a popover; without a target, the one around the element. */
  hidePopover(target: CommandTarget = { closest: '[popover]' }): Command {
    return this.and('hidePopover', target)
  }

  togglePopover(target: CommandTarget): Command {
    return this.and('togglePopover', target)
  }

  // Beyond the page

  /**
   * Puts a text into the clipboard: the one given, or what an element holds. Browsers take it only in answer to what a
   * user does. Where they refuse, the console says so.
   */
  copy(what: string | { readonly from: CommandTarget }): Command {
    if (typeof what === 'string') return this.and('copy', undefined, what)
    return this.and('copy', what.from, null)
  }

  /** Fires an event of your own on elements; it bubbles. `detail` is what JSON can hold. */
  dispatch(
    name: string,
    { to, detail }: CommandPlace & { readonly detail?: unknown } = {},
  ): Command {
    return this.and('dispatch', to, eventName(name), dataOf(detail))
  }

  /**
   * Goes to another address, as a `Link` does: nothing is reloaded if it belongs to the same page. `load` loads it anyway.
   *
   * @throws PantographError `PG_COMMAND` for what is no `http:` or `https:` address.
   */
  navigate(
    to: string,
    { replace = false, load = false }: { readonly replace?: boolean; readonly load?: boolean } = {},
  ): Command {
    return this.and('navigate', undefined, addressOf(to), replace, load)
  }

  // Which, and what then

  /**
   * Commands by key, for `onKeyDown`: as `key` of `on` has it. What the browser would do for a key that is named here is
   * prevented; all other keys are left alone.
   *
   * @throws PantographError `PG_OPTION` for what is no key; `PG_COMMAND` for what is optimistic, or followed by a handler.
   * @example command.keys({ ArrowDown: command.focusNext('#menu a'), Escape: command.hide('#menu') })
   */
  keys(commands: Readonly<Record<string, Command>>): Command {
    const steps = Object.entries(commands).map(([key, command]) => {
      if (!(command instanceof Command) || command.isOptimistic)
        refuse('keys() takes commands that no handler follows: nothing of them is optimistic')
      return [keyOf(key), command.steps]
    })
    return this.and('keys', undefined, steps)
  }

  /** Does what another command does. If one of them is optimistic, both are. */
  also(other: Command): Command {
    return new Command([...this.steps, ...other.steps], this.isOptimistic || other.isOptimistic)
  }

  /**
   * What the command shows, hides, or changes of classes and attributes is only a guess: it stands until the server has
   * answered the event, and is then taken away. If the server has made the same change, nothing is seen of that.
   */
  optimistic(): Command {
    return new Command(this.steps, true)
  }

  /**
   * Then the server's handler is called. Ends the chain.
   *
   * @throws PantographError `PG_COMMAND` when it is awaited: a command is no promise.
   */
  // oxlint-disable-next-line unicorn/no-thenable -- it reads well, and says so when it is taken for a promise
  then<E>(handler: (event: E) => unknown, ...more: readonly never[]): BoundHandler<E> {
    if (more.length > 0) refuse('a command is no promise: it cannot be awaited')
    if (typeof handler !== 'function') refuse('what follows a command is a function')
    const told = { command: textOf(this.steps) }
    return new BoundFunction(handler, this.isOptimistic ? { ...told, optimistic: true } : told)
  }

  // For the framework

  /** @internal As it travels. */
  get text(): string {
    if (this.isOptimistic) refuse('optimistic() needs a handler behind it, by then()')
    return textOf(this.steps)
  }

  /** @internal The first of its steps that would begin at an element of its own; null if there is none. */
  get selfish(): string | null {
    const step = this.steps.find(([name, to, what]) => {
      const isFree = FREE.has(name) || (name === 'copy' && what !== null)
      return !isFree && typeof to !== 'string'
    })
    return step?.[0] ?? null
  }

  /** @internal There is nothing for the server to do. */
  get handler(): (event: unknown) => unknown {
    return ignore
  }

  /** @internal */
  get options(): Asked {
    return (this.asked ??= { command: this.text, quiet: true })
  }

  /** @internal */
  get details(): readonly string[] {
    return (this.told ??= detailsIn(this.options))
  }

  private and(
    name: string,
    target: CommandTarget | undefined,
    ...rest: readonly unknown[]
  ): Command {
    return new Command([...this.steps, [name, targetOf(target), ...rest]], this.isOptimistic)
  }
}

/** They are about no element. */
const FREE: ReadonlySet<string> = new Set(['release', 'navigate'])

/** How an element is brought into sight. */
export interface CommandScroll {
  readonly behavior?: 'auto' | 'instant' | 'smooth'
  readonly block?: 'start' | 'center' | 'end' | 'nearest'
  readonly inline?: 'start' | 'center' | 'end' | 'nearest'
}

/**
 * Where commands begin: what the browser does at once, without a round trip. Takes the place of a handler, or goes before
 * one. What commands change stays when the server changes something else of the same element.
 *
 * @example
 * <button onClick={command.toggle('#menu', { transition: 'fade' })}>Menu</button>
 * <button onClick={command.hide('#menu').focus('#name').then(save)}>Save</button>
 */
export const command: Command = new Command()
