// What an author says of a form, and what a form hands back. Types alone.
import type { PantographSubmitEvent } from '../../template/events.ts'
import type { BoundHandler } from '../../template/on.ts'
import type { ElementHandle } from '../../template/jsx-values.ts'
import type { Cookies } from './answer.ts'
import type { Field } from './field.ts'
import type { FieldList } from './list.ts'
import type { FieldPath, ItemOf, ListPath, ValueAt } from './paths.ts'
import type { StandardSchema } from './standard-schema.ts'

/** What `onSubmit` is given besides the values. */
export interface Submission<V> {
  /** The button that sent the form, by its `name` and `value`; null where none did, or it has no name. */
  readonly submitter: { readonly name: string; readonly value: string } | null
  /** Names this sending, and stays the same if it is ever handled again. */
  readonly id: string
  /** Cookies that the browser gets with the answer. */
  readonly cookies: Cookies
  /**
   * The page that the browser goes to then. Whole addresses are taken too: check that what a request has brought
   * begins with `/`.
   * @throws PantographError `PG_URL` for what is neither a path from `/` on nor an http(s) address
   */
  redirect(to: string): void
  /** What is wrong after all, by field; `''` is the form as a whole. The form then counts as not sent. */
  fail(issues: FormFailures<V>): void
}

/** Messages by path; of the form as a whole under `''`. */
export type FormFailures<V> = { readonly [P in FieldPath<V> | '']?: string } & {
  readonly [path: string]: string
}

/** When a field's issues first show. Once any do, the form is checked with every change. */
export type ValidateOn = 'submit' | 'blur' | 'input'

/** Options of `createForm`. */
export interface FormOptions<V, O> {
  /** Checks the values and makes of them what `onSubmit` gets: any Standard Schema (zod, valibot, arktype …). */
  readonly schema: StandardSchema<O>
  /** What the fields hold at the start. It says which fields there are; a control without a value holds `''`, null or false. */
  readonly initial: V
  /** Default: `blur`. */
  readonly validate?: ValidateOn
  /** Tells the forms of a page apart. Default: made of where its component stands, with the keys of lists. */
  readonly name?: string
  /** Called with values that the schema has let pass. */
  readonly onSubmit: (values: O, submission: Submission<V>) => unknown
}

/** Attributes that make an element the form. */
export interface FormProps {
  readonly id: string
  readonly method: 'post'
  readonly novalidate: true
  readonly ref: ElementHandle
  readonly onSubmit: BoundHandler<PantographSubmitEvent>
}

/** A form. `createForm` makes it; `FieldIssues` and views read it. */
export interface Form<V> {
  /** The `id` of its element, and what tells it from other forms of its page. */
  readonly id: string
  /** The attributes of its element: `<form {...form.props}>`. */
  readonly props: FormProps
  /** What all fields hold. */
  readonly values: V
  /** What is wrong with the form as a whole; once it was sent, also where no field stands: `address.vat: Which?`. */
  readonly issues: readonly string[]
  /** The `id` of the element that says so. */
  readonly issuesId: string
  /** Whether anything is other than at the start. */
  readonly dirty: boolean
  /** Whether the schema lets the values pass, as far as it can say so at once, and `onSubmit` has said nothing else. */
  readonly valid: boolean
  /** Whether it is being sent: while `onSubmit`, or an asynchronous schema, is at work. */
  readonly submitting: boolean
  /** Whether it was sent, and nothing was changed since. */
  readonly submitted: boolean
  /** A field, by its path. */
  field<P extends FieldPath<V>>(path: P): Field<ValueAt<V, P>>
  /** A list of items with fields of their own, by its path. */
  list<P extends ListPath<V>>(path: P): FieldList<ItemOf<ValueAt<V, P>>>
  /** Gives a field a value. */
  set<P extends FieldPath<V>>(path: P, value: ValueAt<V, P>): void
  /** Gives the fields other values, or those of the start again, and forgets what was said about them. */
  reset(values?: V): void
  /** Says what is wrong, by field; `''` is the form as a whole. Of a field, that holds until it is changed. */
  fail(issues: FormFailures<V>): void
  /** Checks the values and shows all that is wrong with them. True if nothing is. */
  validate(): Promise<boolean>
}
