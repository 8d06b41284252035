// One field of a form: what it holds, what is wrong with it, and the attributes that join a control to it.
import { Computed } from '../../reactivity/system.ts'
import type { ReadonlySignal } from '../../reactivity/signal.ts'
import type { ElementHandle } from '../../template/jsx-values.ts'
import type { Controls } from './controls.ts'

/** Attributes that join a control to a field. Spread them over it. */
export interface FieldProps<T> {
  readonly id: string
  readonly name: string
  readonly bind: Field<T>
  readonly ref: ElementHandle
  readonly 'aria-invalid': ReadonlySignal<'true' | null>
  readonly 'aria-describedby': ReadonlySignal<string | null>
  readonly 'aria-required': 'true' | null
  /** After a plain POST: in the first field that is wrong. */
  readonly autofocus: ReadonlySignal<true | null>
  readonly onBlur?: () => void
}

/** The same, of one of several controls of a field. */
export interface OptionProps<T> extends Omit<FieldProps<T>, 'autofocus'> {
  readonly value: string
  readonly autofocus: null
}

/** What a field needs of its form. */
export interface FieldOwner {
  readonly id: string
  readonly listensToBlur: boolean
  read(name: string): unknown
  /** The user has given it another value. */
  input(name: string, value: unknown): void
  /** Code has, as the user would. */
  assign(name: string, value: unknown): void
  left(name: string): void
  issuesOf(name: string): readonly string[]
  isTouched(name: string): boolean
  isDirty(name: string): boolean
  isRequired(name: string): boolean
  /** The field that a page begins with. */
  readonly first: ReadonlySignal<string | null>
}

/** Issues are single lines: what joins them is in none. */
const SEPARATOR = '\n'

/**
 * In an id, letters of every script stay as they are; of all else different characters stay different. None of what
 * ids are put together with is left: `.` between names, `=` before an option, `:` before what is about a control.
 */
const idPart = (text: string): string =>
  text.replaceAll(
    /[^\w\u0080-\u{10ffff}-]/gu,
    (char) => `_${char.codePointAt(0)?.toString(16) ?? ''}`,
  )

/**
 * One field of a form. `bind` takes it, as it takes a signal.
 *
 * @example
 * const email = form.field('email')
 * return () => (
 *   <p>
 *     <label for={email.id}>E-mail</label> <input type="email" {...email.props} />
 *     <FieldIssues of={email} />
 *   </p>
 * )
 */
export class Field<T> {
  /** The control's `name`. An item of a list keeps its own wherever it is moved. */
  readonly name: string
  /** The control's `id`. */
  readonly id: string
  /** @internal Its controls on the page. */
  readonly controls: Controls
  private readonly owner: FieldOwner
  private readonly current: Computed<unknown>
  private readonly shown: Computed<string>
  private readonly invalid: Computed<'true' | null>
  private readonly describedBy: Computed<string | null>
  private made: FieldProps<T> | null = null

  constructor(owner: FieldOwner, name: string, controls: Controls) {
    this.owner = owner
    this.name = name
    this.controls = controls
    this.id = `${owner.id}-${name.replaceAll('.#', '.').split('.').map(idPart).join('.')}`
    this.current = new Computed(() => owner.read(name), undefined)
    this.shown = new Computed(() => owner.issuesOf(name).join(SEPARATOR), undefined)
    this.invalid = new Computed(() => (this.shown.value === '' ? null : 'true'), undefined)
    this.describedBy = new Computed(
      () => (this.shown.value === '' ? null : this.issuesId),
      undefined,
    )
  }

  /** What it holds. Writing it is the same as the user's changing it. */
  get value(): T {
    return this.current.value as T
  }

  set value(value: T) {
    this.owner.assign(this.name, value)
  }

  /** @internal The user has changed it. */
  take(value: T): void {
    this.owner.input(this.name, value)
  }

  /** What it holds, without listening to it. */
  peek(): T {
    return this.current.peek() as T
  }

  /** What is wrong with it, as far as that is to be shown now. */
  get issues(): readonly string[] {
    const shown = this.shown.value
    return shown === '' ? [] : shown.split(SEPARATOR)
  }

  /** The `id` of the element that says what is wrong. */
  get issuesId(): string {
    return `${this.id}:issues`
  }

  /** Whether the user has left or changed it. */
  get touched(): boolean {
    return this.owner.isTouched(this.name)
  }

  /** Whether it holds something else than at the start. */
  get dirty(): boolean {
    return this.owner.isDirty(this.name)
  }

  /** The attributes of its control. Spread them last: `<input type="email" {...form.field('email').props} />` */
  get props(): FieldProps<T> {
    return (this.made ??= this.makeProps())
  }

  /**
   * The attributes of one of several controls of the field: radio buttons, or boxes of a list of values.
   *
   * @example
   * <input type="radio" {...form.field('plan').option('free')} />
   */
  option(value: string): OptionProps<T> {
    // That one of several is on is said of none of them.
    const own = { id: this.optionId(value), value, autofocus: null, 'aria-required': null }
    return { ...this.props, ...own }
  }

  /** The `id` of the control that `option` is for. */
  optionId(value: string): string {
    return `${this.id}=${idPart(value)}`
  }

  private makeProps(): FieldProps<T> {
    const { owner, name, id, controls } = this
    return {
      id,
      name,
      bind: this,
      ref: controls,
      'aria-invalid': this.invalid,
      'aria-describedby': this.describedBy,
      autofocus: new Computed(() => (owner.first.value === name ? true : null), undefined),
      'aria-required': owner.isRequired(name) ? 'true' : null,
      ...(owner.listensToBlur ? { onBlur: () => owner.left(name) } : {}),
    }
  }
}
