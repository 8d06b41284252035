// Values that a component hands to everything below it, without props in between.
import { PantographError } from '../errors.ts'
import { currentInstance } from './lifecycle.ts'
import type { Instance } from './nodes.ts'

/** Names a kind of value that components provide and those below them take. */
export interface Context<T> {
  /** For messages. */
  readonly name: string
  /** What is taken where nobody provides one: a list of one, or of none. */
  readonly initial: readonly T[]
}

/**
 * Makes a context. Its value is provided once, in setup: give a signal if it is to change.
 *
 * @param name for messages
 * @param initial what `inject` gives where nobody provides a value; without it, that is an error
 * @example
 * const Theme = createContext<ReadonlySignal<string>>('Theme')
 */
export function createContext<T>(name: string, ...initial: readonly [] | readonly [T]): Context<T> {
  return { name, initial }
}

/**
 * Hands a value to all components below this one. What this component itself injects is not changed.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component.
 * @example
 * function Page() {
 *   const theme = signal('dark')
 *   provide(Theme, theme)
 *   return () => <Toolbar />
 * }
 */
export function provide<T>(context: Context<T>, value: T): void {
  const instance = currentInstance('provide()')
  ;(instance.provided ??= new Map()).set(context, value)
}

/**
 * The value that the nearest component above provides.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component; `PG_CONTEXT` where nobody provides one and the
 *   context has no initial value.
 * @example
 * const theme = inject(Theme)
 */
export function inject<T>(context: Context<T>): T {
  const instance = currentInstance('inject()')
  for (let at: Instance | null = instance.parent; at !== null; at = at.parent) {
    if (at.provided?.has(context) === true) return at.provided.get(context) as T
  }
  if (context.initial.length > 0) return context.initial[0] as T
  throw new PantographError(
    'PG_CONTEXT',
    `${instance.type.name || 'a component'} injects ${context.name}, which no component above it provides. ` +
      'Call provide() in the setup of one, or give createContext() an initial value.',
  )
}
