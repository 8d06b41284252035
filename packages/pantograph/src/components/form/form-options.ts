// What an author says of a form, and what a form hands back. Types alone.
import type { PantographSubmitEvent } from '../../template/events.ts'
import type { BoundHandler } from '../../template/on.ts'
import type { ElementHandle } from '../../template/jsx-values.ts'
import type { Cookies } from './answer.ts'
import type { FieldPath } from './paths.ts'
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
   * The page that the browser goes to then.
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

/** When a field's issues first show. Once they do, it is checked with every change. */
export type ValidateOn = 'submit' | 'blur' | 'input'

/** Options of `createForm`. */
export interface FormOptions<V, O> {
  /** Checks the values and makes of them what `onSubmit` gets: any Standard Schema (zod, valibot, arktype …). */
  readonly schema: StandardSchema<O>
  /** What the fields hold at the start. It says which fields there are; a control without a value holds `''`, null or false. */
  readonly initial: V
  /** Default: `blur`. */
  readonly validate?: ValidateOn
  /** Tells the forms of a page apart. Default: `form1`, `form2` … in the order in which setups make them. */
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
