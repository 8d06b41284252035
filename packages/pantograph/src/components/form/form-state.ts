// The state of a form: two signals, so that it survives what signals survive. Knows names and values; nothing of
// schemas, controls or requests.
import { isDeepStrictEqual } from 'node:util'
import { signal } from '../../reactivity/signal.ts'
import type { WritableSignal } from '../../reactivity/signal.ts'
import { keysFor } from './keys.ts'
import type { ListKeys } from './keys.ts'
import { completed, isWithin, joined, keyOfPart, keyPart, valueAt, withValue } from './paths.ts'
import type { Steps } from './paths.ts'

/** What is wrong, and with which field: the empty name is the form as a whole. */
export type Issue = readonly [name: string, message: string]

/** Everything but the values. Fields are named as in paths.ts. */
interface Notes<V> {
  /** What counts as unchanged. */
  readonly start: V
  /** Fields that the user has left or changed. */
  readonly touched: readonly string[]
  /** Fields whose issues are shown. */
  readonly revealed: readonly string[]
  /** What the schema says. */
  readonly issues: readonly Issue[]
  /** What `onSubmit` says: of a field until that is changed. */
  readonly failures: readonly Issue[]
  readonly keys: Readonly<Record<string, ListKeys>>
  readonly isSubmitted: boolean
}

/** The keys of a list, and what they were made of. */
interface MadeKeys {
  readonly known: ListKeys | undefined
  readonly length: number
  readonly keys: ListKeys
}

export class FormState<V> {
  readonly values: WritableSignal<V>
  private readonly notes: WritableSignal<Notes<V>>
  /** Each field of each item asks for them. */
  private readonly madeKeys = new Map<string, MadeKeys>()

  constructor(name: string, initial: V) {
    this.values = signal(initial, { name: `${name}.values` })
    this.notes = signal(fresh(initial), { name: `${name}.notes` })
    // What was kept by an older build lacks the fields that this one has added.
    const before = this.notes.peek().start
    this.values.value = completed(this.values.peek(), initial, before)
    const start = completed(before, initial, null)
    if (start !== before) this.note({ start })
  }

  get now(): Notes<V> {
    return this.notes.value
  }

  note(change: Partial<Notes<V>>): void {
    this.notes.value = { ...this.notes.peek(), ...change }
  }

  reset(values: V): void {
    this.spendKeys('')
    this.values.value = values
    this.notes.value = { ...fresh(values), keys: this.notes.peek().keys }
  }

  /**
   * The items of lists at a place, and below, are others from now on: none gets the key of one that is gone. Lists
   * within items are gone with these.
   */
  private spendKeys(place: string): boolean {
    const written = Object.entries(this.notes.peek().keys)
    const made = [...this.madeKeys].map(([name, { keys }]) => [name, keys] as const)
    const gone = [...written, ...made].filter(([name]) => isWithin(name, place))
    if (gone.length === 0) return false
    const spent = gone
      .filter(([name]) => !name.slice(place.length).includes('#'))
      .map(([name, { next }]) => [name, { keys: [], next }] as const)
    const others = written.filter(([name]) => !isWithin(name, place))
    this.note({ keys: Object.fromEntries([...others, ...spent]) })
    for (const [name] of gone) this.madeKeys.delete(name)
    return true
  }

  /** Forgets what was noted of items that are gone. */
  prune(): void {
    const isThere = (name: string): boolean => this.steps(name) !== null
    const isOfThese = ([name]: Issue): boolean => isThere(name)
    const { touched, revealed, issues, failures, keys } = this.notes.peek()
    this.note({
      touched: touched.filter(isThere),
      revealed: revealed.filter(isThere),
      issues: issues.filter(isOfThese),
      failures: failures.filter(isOfThese),
      keys: Object.fromEntries(Object.entries(keys).filter(([name]) => isThere(name))),
    })
    for (const name of this.madeKeys.keys()) if (!isThere(name)) this.madeKeys.delete(name)
  }

  /** A field's place now; null when its item is gone. */
  steps(name: string): Steps | null {
    const steps: (string | number)[] = []
    let at = ''
    for (const part of name === '' ? [] : name.split('.')) {
      const key = keyOfPart(part)
      const step = key === null ? part : this.keys(at).keys.indexOf(key)
      if (step === -1) return null
      steps.push(step)
      at = joined(at, part)
    }
    return steps
  }

  read(name: string): unknown {
    const steps = this.steps(name)
    return steps === null ? undefined : valueAt(this.values.value, steps)
  }

  /**
   * Writes a value where the field stands now; nothing when it is gone. True if items of lists are gone with what was
   * there.
   */
  write(name: string, value: unknown): boolean {
    const steps = this.steps(name)
    if (steps === null) return false
    const isOther = this.spendKeys(name)
    this.put(steps, value)
    return isOther
  }

  private put(steps: Steps, value: unknown): void {
    this.values.value = withValue(this.values.peek(), steps, value)
  }

  isDirty(name: string): boolean {
    const steps = this.steps(name)
    return steps !== null && !isDeepStrictEqual(this.read(name), valueAt(this.now.start, steps))
  }

  // Lists

  items(name: string): readonly unknown[] {
    const items = this.read(name)
    return Array.isArray(items) ? items : []
  }

  keys(name: string): ListKeys {
    const { keys } = this.now
    // A list may be called `constructor`.
    const known = Object.hasOwn(keys, name) ? keys[name] : undefined
    const { length } = this.items(name)
    let made = this.madeKeys.get(name)
    if (made?.known !== known || made?.length !== length) {
      made = { known, length, keys: keysFor(known, length) }
      this.madeKeys.set(name, made)
    }
    return made.keys
  }

  writeList(name: string, items: readonly unknown[], keys: ListKeys): void {
    const steps = this.steps(name)
    if (steps === null) return
    this.note({ keys: { ...this.notes.peek().keys, [name]: keys } })
    this.put(steps, items)
  }

  // Issues

  /** The name of a field from a schema's path, in which items have indices. */
  nameOf(path: readonly PropertyKey[]): string {
    let name = ''
    for (const step of path) {
      const items = this.read(name)
      if (!Array.isArray(items)) name = joined(name, String(step))
      // What is wrong with one of several plain values is wrong with the field that holds them.
      else if (typeof items[Number(step)] !== 'object') return name
      else name = joined(name, keyPart(this.keys(name).keys[Number(step)] ?? 0))
    }
    return name
  }

  shownIssues(name: string): string[] {
    const { issues, failures, revealed } = this.now
    const isShown = name === '' || revealed.includes(name)
    const known = [...(isShown ? issues : []), ...failures]
    return known.filter(([of]) => of === name).map(([, message]) => message)
  }

  /** What is wrong where no field says so, with its place: else nobody would know why nothing is sent. */
  issuesElsewhere(isKnown: (name: string) => boolean): string[] {
    const { issues, failures, revealed } = this.now
    const known = [...issues.filter(([of]) => revealed.includes(of)), ...failures]
    return known
      .filter(([of]) => of !== '' && !isKnown(of))
      .map(([of, message]) => `${(this.steps(of) ?? [of]).join('.')}: ${message}`)
  }

  reveal(names: readonly string[]): void {
    const { revealed } = this.notes.peek()
    this.note({ revealed: [...new Set([...revealed, ...names])] })
  }

  touch(name: string): void {
    const { touched } = this.notes.peek()
    if (!touched.includes(name)) this.note({ touched: [...touched, name] })
  }

  /**
   * What was said about a field, and about what it is in, means another value; also what is in it, unless items of a list
   * have only come, gone or moved.
   */
  forgive(name: string, isList: boolean): void {
    const { failures } = this.notes.peek()
    const isMeant = (of: string): boolean => isWithin(name, of) || (!isList && isWithin(of, name))
    const others = failures.filter(([of]) => !isMeant(of))
    if (others.length < failures.length) this.note({ failures: others })
  }
}

const fresh = <V>(start: V): Notes<V> => ({
  start,
  touched: [],
  revealed: [],
  issues: [],
  failures: [],
  keys: {},
  isSubmitted: false,
})
