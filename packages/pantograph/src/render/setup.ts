// Starts components: setup once, then the view; asynchronous or not. Gives setup its live `props`.
import { isDevelopment, PantographError } from '../errors.ts'
import { PendingValue } from '../reactivity/pending-value.ts'
import { promised } from '../reactivity/promised.ts'
import { Signal } from '../reactivity/system.ts'
import { currentScope, runInScope } from '../reactivity/scope.ts'
import { createdCount } from '../reactivity/signal.ts'
import type { Component, Props } from '../template/block.ts'
import type { Instance, View } from './nodes.ts'

/** Components that are known to return JSX at once: they take plain props. */
const stateless = new WeakSet<Component>()

const nameOf = (instance: Instance): string => instance.type.name || 'anonymous component'

/** Runs the component for the first time; returns what it shows (null while it is pending). */
export function start(instance: Instance): unknown {
  const known = stateless.has(instance.type)
  const before = createdCount()
  let result: unknown
  try {
    result = setUp(instance, known)
  } catch (error) {
    if (!(error instanceof PendingValue)) throw error
    if (createdCount() > before || instance.parts !== null) throw readTooEarly(instance)
    return startWhenThere(instance)
  }
  if (result instanceof Promise) return suspend(instance, result, true)
  if (typeof result !== 'function')
    return becomeStateless(instance, result, createdCount() > before)
  return becomeView(instance, fitting(instance, result as View) as View)
}

const readTooEarly = (instance: Instance): PantographError =>
  new PantographError(
    'PG_STATE_IN_VIEW',
    `${nameOf(instance)} makes state, or a resource, and reads data that is not there yet before it returns a view. ` +
      'Read it in the view (`return () => …`), or write `await resource.ready`.',
  )

/** Props hold data that is not there yet. Nothing was made, so that it can begin again when it is. */
function startWhenThere(instance: Instance): null {
  instance.queue.pending.awaits(instance, instance)
  const begin: View = (props) => {
    const before = createdCount()
    // This is its setup: what it makes is state.
    instance.view = null
    let result: unknown
    try {
      result = instance.type(props)
    } catch (error) {
      instance.view = begin
      const isMade = createdCount() > before || instance.parts !== null
      throw error instanceof PendingValue && isMade ? readTooEarly(instance) : error
    }
    instance.saved = null
    instance.view = typeof result === 'function' ? (result as View) : instance.type
    return typeof result === 'function' ? instance.view(props) : result
  }
  instance.view = begin
  return null
}

function setUp(instance: Instance, isKnown: boolean): unknown {
  instance.isView = isKnown
  const result = runInScope(instance, () =>
    instance.trackSetup(() =>
      promised(instance.type(isKnown ? instance.props : liveProps(instance))),
    ),
  )
  instance.isView = true
  return result
}

/**
 * The outcome of a setup that was given its state back. If it keeps something else than it did (another
 * build), it runs once more: with what its `migrate` makes of the old state, or afresh.
 */
function fitting(instance: Instance, result: unknown): unknown {
  const { restoration } = instance.queue
  const fits = instance.saved === null || restoration === null || restoration.fits(instance)
  const migrated = fits ? null : restoration.migrated(instance)
  instance.saved = migrated
  if (fits) return result
  takeBack(instance)
  const again = setUp(instance, false)
  instance.saved = null
  return again
}

/** Ends what setup has made, before it runs again. */
function takeBack(instance: Instance): void {
  instance.unsubscribe()
  instance.queue.disconnects(instance)
  for (const dispose of instance.disposers ?? []) dispose()
  for (const part of instance.parts ?? []) part.dispose()
  instance.disposers = null
  instance.mounts = null
  instance.signals = null
  instance.streams = 0
  instance.provided = null
  instance.parts = null
}

function becomeView(instance: Instance, view: View): unknown {
  // Setup runs once: what it read must not run anything again.
  instance.unsubscribe()
  instance.view = view
  return instance.evaluate()
}

function becomeStateless(instance: Instance, result: unknown, madeState: boolean): unknown {
  if (madeState && isDevelopment) {
    throw new PantographError(
      'PG_STATE_IN_VIEW',
      `${nameOf(instance)} makes state but returns JSX, so it runs again at each change and would ` +
        'make the state anew. Return a view function: `return () => …`.',
    )
  }
  stateless.add(instance.type)
  instance.view = instance.type
  return result
}

/** @param isSetup whether it may have been given state back */
function suspend(instance: Instance, promise: Promise<unknown>, isSetup: boolean): null {
  instance.unsubscribe()
  const attempt = ++instance.attempt
  const { props, queue } = instance
  // A view that runs again is shown meanwhile; what has no view yet is awaited until it has, or is gone.
  if (isSetup) queue.pending.awaits(instance, instance)
  const settled = isSetup ? () => {} : queue.pending.add(instance)
  const failed = (error: unknown): void => {
    queue.fail(error, instance)
    queue.pending.awaitsNothing(instance)
  }
  promise.then(
    (result) => {
      try {
        if (!instance.disposed && attempt === instance.attempt)
          settle(instance, result, isSetup, props)
      } catch (error) {
        failed(error)
      }
      settled()
    },
    (error: unknown) => {
      if (!instance.disposed && attempt === instance.attempt) failed(error)
      settled()
    },
  )
  return null
}

/** @param seen the props that the run was given: it may have others by now */
function settle(instance: Instance, given: unknown, isSetup: boolean, seen: Props): void {
  const result = isSetup ? fitting(instance, given) : given
  if (result instanceof Promise) return void suspend(instance, result, false)
  if (typeof result === 'function') instance.view = result as View
  else instance.view = asyncView(instance, result, seen)
  // It is there when its view has run.
  instance.queue.pending.awaits(instance, instance)
  refresh(instance)
}

/** `async () => <p/>`: shows the latest result, and runs again when new props arrive. */
function asyncView(instance: Instance, result: unknown, seen: Props): View {
  // It takes its props anew each time.
  instance.taken = null
  return () => {
    if (instance.props === seen) return result
    const next = runInScope(instance, () => promised(instance.type(instance.props)))
    if (!(next instanceof Promise)) return showAtOnce(instance, next)
    suspend(instance, next, false)
    return result
  }
}

/** The result needed no waiting this time; what is still waited for is an older one. */
function showAtOnce(instance: Instance, result: unknown): unknown {
  instance.attempt++
  instance.view = asyncView(instance, result, instance.props)
  return result
}

/** Asks the tree to run the view, as if something that it read had changed. */
export function refresh(instance: Instance): void {
  if (instance.disposed) return
  instance.flags |= DIRTY
  instance.queue.add(instance)
}

const DIRTY = 16

/** Whether new props differ from those that the instance has. */
export function takeProps(instance: Instance, props: Props): boolean {
  const before = instance.props
  const changed = changedKeys(before, props)
  if (changed.length === 0) return false
  instance.props = props
  warnIgnored(instance, changed)
  if (instance.propsVersion !== null) instance.propsVersion.value++
  return true
}

function changedKeys(before: Props, after: Props): string[] {
  const changed: string[] = []
  for (const name in after) if (!Object.is(before[name], after[name])) changed.push(name)
  for (const name in before) if (!(name in after)) changed.push(name)
  return changed
}

const warned = new WeakSet<Component>()

function warnIgnored(instance: Instance, changed: string[]): void {
  if (instance.taken === null || instance.view === null || instance.view.length > 0) return
  if (warned.has(instance.type)) return
  const ignored = changed.filter((name) => instance.taken?.has(name))
  if (ignored.length === 0) return
  warned.add(instance.type)
  console.warn(
    `PG_PROPS_IGNORED: ${nameOf(instance)} took ${ignored.join(', ')} in setup, which keeps the first ` +
      'value, and its view takes no props. Read `props.name` in the view, or write `return ({ name }) => …`.',
  )
}

function liveProps(instance: Instance): Props {
  // Most components take none or destructure; a function without parameters needs no proxy.
  if (instance.type.length === 0) return instance.props
  return new Proxy(instance.props, {
    get: (_, name) => read(instance, name),
    has: (_, name) => name in track(instance),
    ownKeys: () => Reflect.ownKeys(track(instance)),
    getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(track(instance), name),
    set: (_, name) => {
      throw new PantographError('PG_PROPS_READONLY', `props.${String(name)} belongs to the parent`)
    },
  })
}

function track(instance: Instance): Props {
  instance.propsVersion ??= new Signal(0, undefined)
  void instance.propsVersion.value
  return instance.props
}

function read(instance: Instance, name: PropertyKey): unknown {
  if (isDevelopment && instance.view === null && currentScope() === instance) {
    ;(instance.taken ??= new Set()).add(name)
  }
  return track(instance)[name as string]
}
