// Handles of elements: what a handler asks the browser to do with one of them.
import type { Hook, HookEvents, HookTypes } from '../template/hook.ts'
import { setupInstance } from './lifecycle.ts'
import type { Host, MountedBlock, RefPlace, RefTarget } from './nodes.ts'

const NOWHERE: readonly RefPlace[] = []

/** The elements that have it. */
export abstract class Places implements RefTarget {
  protected readonly host: Host
  /** More than one where one replaces another, or by mistake. */
  protected places: readonly RefPlace[] = NOWHERE

  constructor(host: Host) {
    this.host = host
  }

  /** For the tree: an element has it now. */
  attach(place: RefPlace): void {
    this.places = [...this.places, place]
  }

  /** For the tree: that element has it no more. */
  detach({ owner, slot }: RefPlace): void {
    this.places = this.places.filter((known) => known.owner !== owner || known.slot !== slot)
  }
}

/**
 * An element of the page, for what only the browser can do with it. What is asked for happens with the next update, after
 * it: also to an element that this update brings. Of several that have it, the last one is meant; where none has,
 * nothing happens.
 */
export class Ref extends Places {
  /** Puts the focus there. `preventScroll` leaves it where it is on the screen. */
  focus(options?: { readonly preventScroll?: boolean }): void {
    this.call('focus', options)
  }

  /** Takes the focus away. */
  blur(): void {
    this.call('blur')
  }

  /** Selects the text of a field. */
  select(): void {
    this.call('select')
  }

  /** Selects a part of the text of a field. */
  setSelectionRange(start: number, end: number): void {
    this.call('setSelectionRange', start, end)
  }

  scrollIntoView(options?: ScrollOptions): void {
    this.call('scrollIntoView', options)
  }

  scrollTo(options: { readonly top?: number; readonly left?: number } & ScrollOptions): void {
    this.call('scrollTo', options)
  }

  /** Clicks it, as a program does. */
  click(): void {
    this.call('click')
  }

  /** Opens a `<dialog>` in front of everything else. */
  showModal(): void {
    this.call('showModal')
  }

  /** Opens a `<dialog>`. */
  show(): void {
    this.call('show')
  }

  /** Closes a `<dialog>`. */
  close(): void {
    this.call('close')
  }

  showPopover(): void {
    this.call('showPopover')
  }

  hidePopover(): void {
    this.call('hidePopover')
  }

  /** Plays a video or sound, if the browser allows that. */
  play(): void {
    this.call('play')
  }

  pause(): void {
    this.call('pause')
  }

  /** Gives the fields of a form what they had at first. */
  reset(): void {
    this.call('reset')
  }

  /** Submits a form, as its button does. */
  requestSubmit(): void {
    this.call('requestSubmit')
  }

  protected call(method: string, ...values: readonly unknown[]): void {
    const text = JSON.stringify([method, ...values.filter((value) => value !== undefined)])
    this.host.after((call) => {
      const place = this.places.at(-1)
      if (place !== undefined) call(place, text)
    })
  }
}

/** How it scrolls, and where the element ends up. */
export interface ScrollOptions {
  readonly behavior?: 'auto' | 'instant' | 'smooth'
  readonly block?: 'start' | 'center' | 'end' | 'nearest'
  readonly inline?: 'start' | 'center' | 'end' | 'nearest'
}

/**
 * Makes a handle for one element of this component.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component's setup.
 * @example
 * const field = ref()
 * return () => <><input ref={field} /><button onClick={() => field.focus()}>Edit</button></>
 */
export function ref(): Ref {
  return new Ref(setupInstance('ref()').queue)
}

/** A handle for an element with a hook: also tells that something. */
export class HookRef<T extends HookTypes> extends Ref {
  /**
   * Tells the hook on the element: what listens there by `on(name, …)` is called, after the update. `detail` is anything
   * that JSON can hold. Not kept for a page that comes back elsewhere: state belongs into the hook's data.
   */
  push<Name extends keyof HookEvents<T> & string>(name: Name, detail: HookEvents<T>[Name]): void {
    this.call('', name, detail)
  }
}

/**
 * Makes a handle for one element of this component that has a hook of this kind.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component's setup.
 * @example
 * const chart = hookRef(Chart)
 * return () => <div hook={Chart(data)} ref={chart} onClick={() => chart.push('flash', 'red')} />
 */
// oxlint-disable-next-line no-unused-vars -- the kind is there for its type
export function hookRef<T extends HookTypes>(_kind: Hook<T>): HookRef<T> {
  return new HookRef(setupInstance('hookRef()').queue)
}

/** A ref on an element. */
export class RefBinding implements RefPlace {
  readonly owner: MountedBlock
  readonly slot: number
  readonly ref: RefTarget

  constructor(owner: MountedBlock, slot: number, ref: RefTarget) {
    this.owner = owner
    this.slot = slot
    this.ref = ref
    ref.attach(this)
  }
}
