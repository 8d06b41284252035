// `createForm`: what a form holds, what is wrong with it, and what happens when it is sent, over the page's connection
// or as a plain POST. State is in form-state.ts, fields in field.ts; who takes posts is in src/server.
import { isDeepStrictEqual } from 'node:util'
import { PantographError } from '../../errors.ts'
import { batch, untracked } from '../../reactivity/signal.ts'
import { runInScope } from '../../reactivity/scope.ts'
import { Computed, Signal } from '../../reactivity/system.ts'
import { setupInstance } from '../../render/lifecycle.ts'
import type { Instance } from '../../render/nodes.ts'
import { addPart } from '../../render/part.ts'
import type { Part } from '../../render/part.ts'
import { pathOf } from '../../render/place.ts'
import type { PantographSubmitEvent } from '../../template/events.ts'
import { on } from '../../template/on.ts'
import { Answer } from './answer.ts'
import { Checks } from './checks.ts'
import { Controls } from './controls.ts'
import type { Field, FieldOwner } from './field.ts'
import type { Form, FormFailures, FormOptions, FormProps } from './form-options.ts'
import { FormState } from './form-state.ts'
import type { Issue } from './form-state.ts'
import type { ListKeys } from './keys.ts'
import { KnownFields } from './known-fields.ts'
import type { FieldList, ListOwner } from './list.ts'
import { formsOf } from './page-forms.ts'
import type { PageForm, Posted } from './page-forms.ts'
import type { FieldPath, ItemOf, ListPath, ValueAt } from './paths.ts'
import { requiredIn } from './required.ts'
import { Sent } from './sent.ts'

/** A form, as the author, its fields, its page and whoever takes posts see it. */
class FormWorks<V, O> implements Form<V>, FieldOwner, ListOwner, PageForm, Part {
  readonly id: string
  readonly reaction = null
  readonly signals: readonly object[]
  private readonly instance: Instance
  private readonly options: FormOptions<V, O>
  private readonly state: FormState<V>
  private readonly checks: Checks<V, O>
  private readonly busy = new Signal(false, undefined)
  readonly first = new Signal<string | null>(null, undefined)
  private readonly isFine: Computed<boolean>
  private readonly known: KnownFields
  private required: ReadonlySet<string> | null = null
  private readonly element: Controls
  private made: FormProps | null = null

  constructor(instance: Instance, options: FormOptions<V, O>) {
    this.instance = instance
    this.options = options
    this.known = new KnownFields(this, instance.queue)
    this.element = new Controls(instance.queue)
    this.id = formsOf(instance.queue).add(
      this,
      options.name,
      () => placeOf(instance),
      (error) => instance.queue.fail(error, instance),
    )
    this.state = new FormState(options.name ?? 'form', options.initial)
    const fail = (error: unknown): void => {
      const { queue, type } = instance
      if (!queue.caught(error, instance)) queue.owner.onHandlerError?.(error, type.name)
    }
    this.checks = new Checks(options.schema, this.state, (path) => this.nameFor(path), fail)
    this.isFine = new Computed(() => this.checks.passes(), undefined)
    this.signals = [this.busy, this.first, this.known.shown]
  }

  get props(): FormProps {
    return (this.made ??= {
      id: this.id,
      method: 'post',
      novalidate: true,
      ref: this.element,
      onSubmit: on((event: PantographSubmitEvent) => this.sent(event), { single: true }),
    })
  }

  get values(): V {
    return this.state.values.value
  }

  field<P extends FieldPath<V>>(path: P): Field<ValueAt<V, P>> {
    return this.at(path) as Field<ValueAt<V, P>>
  }

  list<P extends ListPath<V>>(path: P): FieldList<ItemOf<ValueAt<V, P>>> {
    return this.listAt(path) as FieldList<ItemOf<ValueAt<V, P>>>
  }

  get issues(): readonly string[] {
    const elsewhere = this.state.issuesElsewhere((name) => this.known.saysIssuesOf(name))
    return [...this.state.shownIssues(''), ...elsewhere]
  }

  get issuesId(): string {
    return `${this.id}:issues`
  }

  get dirty(): boolean {
    return this.state.isDirty('')
  }

  get valid(): boolean {
    return this.isFine.value
  }

  get submitting(): boolean {
    return this.busy.value
  }

  get submitted(): boolean {
    return this.state.now.isSubmitted
  }

  reset(values?: V): void {
    this.checks.cancel()
    this.known.overwrite('')
    batch(() => {
      this.state.reset(values ?? this.state.now.start)
      this.prune()
    })
  }

  set<P extends FieldPath<V>>(path: P, value: ValueAt<V, P>): void {
    this.known.overwrite(path)
    this.write(path, value)
  }

  fail(issues: FormFailures<V>): void {
    const failures = Object.entries(issues).map(([path, message]): Issue => [
      this.nameOf(path),
      message,
    ])
    this.state.note({ failures: [...this.state.now.failures, ...failures] })
  }

  async validate(): Promise<boolean> {
    const result = await this.checks.decide()
    this.state.reveal(this.state.now.issues.map(([name]) => name))
    return result.issues === undefined
  }

  // For fields and lists

  at(name: string): Field<unknown> {
    return this.known.at(name)
  }

  listAt(name: string): FieldList<unknown> {
    return this.known.listAt(name)
  }

  get listensToBlur(): boolean {
    return this.options.validate !== 'submit'
  }

  read(name: string): unknown {
    return this.state.read(name)
  }

  input(name: string, value: unknown): void {
    // A page that comes back tells again what it holds.
    if (isDeepStrictEqual(this.at(name).peek(), value)) return
    this.write(name, value)
    this.state.touch(name)
    if (this.options.validate === 'input') this.state.reveal([name])
    this.follow()
  }

  assign(name: string, value: unknown): void {
    this.known.overwrite(name)
    this.input(name, value)
  }

  left(name: string): void {
    this.state.touch(name)
    this.state.reveal([name])
    this.checks.soon()
  }

  issuesOf(name: string): readonly string[] {
    return this.state.shownIssues(name)
  }

  isTouched(name: string): boolean {
    return this.state.now.touched.includes(name)
  }

  isDirty(name: string): boolean {
    return this.state.isDirty(name)
  }

  isRequired(name: string): boolean {
    const { schema, initial } = this.options
    this.required ??= requiredIn(schema, initial)
    return this.required.has(name.replaceAll(/#\d+/g, '0'))
  }

  items(name: string): readonly unknown[] {
    return this.state.items(name)
  }

  keys(name: string): ListKeys {
    return this.state.keys(name)
  }

  writeList(name: string, items: readonly unknown[], keys: ListKeys): void {
    batch(() => {
      this.state.writeList(name, items, keys)
      this.prune()
      this.changed(name, true)
    })
    this.follow()
  }

  // Sending

  /** Its element was submitted over the page's connection. */
  private async sent(event: PantographSubmitEvent): Promise<void> {
    const sent = Sent.of(event)
    const { isDone, answer } = await this.send(sent, event.id)
    const isNews = answer.cookies.length > 0 || answer.location !== null
    if (isNews) this.instance.queue.owner.conclude?.(answer)
    if (!isDone) this.firstWrong(sent)?.controls.focus()
  }

  /** It was sent as a plain POST. @throws what `onSubmit` throws */
  async post(sent: Sent, id: string): Promise<Posted> {
    // What setup sets when the page is mounted anew, it had set before the page was shown as well.
    this.known.forgetOverwritten()
    const posted = await runInScope(this.instance, () => untracked(() => this.send(sent, id)))
    if (!posted.isDone) this.first.value = this.firstWrong(sent)?.name ?? null
    return posted
  }

  /** Holds what it was sent with, and does nothing about it. */
  take(sent: Sent): void {
    runInScope(this.instance, () => untracked(() => batch(() => this.takeIn(sent, true))))
  }

  /** Whether its element is on the page. */
  get isShown(): boolean {
    return this.element.areShown
  }

  private async send(sent: Sent, id: string): Promise<Posted> {
    const answer = new Answer()
    if (this.busy.peek()) return { isDone: true, answer }
    this.busy.value = true
    try {
      batch(() => this.takeIn(sent, false))
      this.state.note({ failures: [] })
      const result = await this.checks.decide()
      if (result.issues === undefined) await this.hand(result.value, sent, id, answer)
      const { issues, failures } = this.state.now
      const isDone = result.issues === undefined && failures.length === 0
      this.state.reveal(issues.map(([name]) => name))
      this.state.note({ isSubmitted: isDone })
      return { isDone, answer: isDone ? answer : { cookies: answer.cookies, location: null } }
    } finally {
      this.busy.value = false
    }
  }

  private async hand(values: O, sent: Sent, id: string, answer: Answer): Promise<void> {
    await this.options.onSubmit(values, {
      submitter: sent.submitterBeside(this.known.fields),
      id,
      cookies: answer,
      redirect: (to) => answer.redirect(to),
      fail: (issues) => this.fail(issues),
    })
  }

  /** What the controls on the page were sent with, as far as their own events have not told it. */
  private takeIn(sent: Sent, isAll: boolean): void {
    for (const [name, field] of this.known.fields) {
      field.controls.take(
        name,
        sent,
        () => field.peek(),
        (value) => {
          if (isAll || !this.known.wasOverwritten(name, value)) this.input(name, value)
        },
      )
    }
    this.known.forgetOverwritten()
  }

  /** The first field on the page that is wrong. Boxes that are off are not in what is sent: they stand behind others. */
  private firstWrong(sent: Sent): Field<unknown> | null {
    const { issues, failures } = this.state.now
    const wrong = new Set([...issues, ...failures].map(([name]) => name))
    const shown = [...this.known.fields.values()].filter(({ controls }) => controls.areShown)
    return sent.inOrder(shown).find(({ name }) => wrong.has(name)) ?? null
  }

  // Within

  /** What is said already may be put right by any change. */
  private follow(): void {
    if (this.state.now.revealed.length > 0) this.checks.soon()
  }

  private write(name: string, value: unknown): void {
    batch(() => {
      if (this.state.write(name, value)) this.prune()
      this.changed(name)
    })
  }

  /** Forgets what belongs to items that are gone: no other item will have their names. */
  private prune(): void {
    this.state.prune()
    this.known.prune((name) => this.state.steps(name) !== null)
  }

  private changed(name: string, isList = false): void {
    this.state.forgive(name, isList)
    if (this.state.now.isSubmitted) this.state.note({ isSubmitted: false })
  }

  /** From a path with indices, as an author writes it. */
  private nameOf(path: string): string {
    return path.includes('#') ? path : this.nameFor(path === '' ? [] : path.split('.'))
  }

  /** What is wrong within the value of a field is wrong with the field. */
  private nameFor(path: readonly PropertyKey[]): string {
    const names = path.map((_, i) => this.state.nameOf(path.slice(0, i + 1)))
    return names.findLast((name) => this.known.has(name)) ?? names.at(-1) ?? ''
  }

  // As a part of its component

  get isThere(): boolean {
    return !this.instance.disposed
  }

  get isBusy(): boolean {
    return this.busy.peek()
  }

  dispose(): void {
    this.checks.cancel()
    formsOf(this.instance.queue).remove(this)
  }
}

/** Where a form stands on its page: which of its component's forms it is, and where that stands. */
function placeOf(instance: Instance): string {
  const before = (instance.parts ?? []).filter((part) => part instanceof FormWorks)
  return `${pathOf(instance)}#${before.length}`
}

/**
 * A form: typed fields, checked by a schema, that works with and without JavaScript. What it holds is state, and survives
 * what signals survive.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component's setup; `PG_FORM_NAME` for a name that is no id. Where another form
 * of the page has that name and stays, the page fails with the same.
 * @example
 * const form = createForm({
 *   schema: z.object({ email: z.email() }),
 *   initial: { email: '' },
 *   onSubmit: ({ email }) => subscribe(email),
 * })
 * const email = form.field('email')
 * return () => (
 *   <form {...form.props}>
 *     <label for={email.id}>E-mail</label> <input type="email" {...email.props} />
 *     <FieldIssues of={email} />
 *     <button>Subscribe</button>
 *   </form>
 * )
 */
export function createForm<V extends object, O>(options: FormOptions<V, O>): Form<V> {
  if (typeof options.schema?.['~standard']?.validate !== 'function') {
    throw new PantographError(
      'PG_OPTION',
      'createForm() needs a `schema` that follows Standard Schema',
    )
  }
  const instance = setupInstance('createForm()')
  return addPart(instance, new FormWorks<V, O>(instance, options))
}
