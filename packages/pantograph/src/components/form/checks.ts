// Asks the schema about a form's values, and notes what it says. An answer that a newer question has overtaken is not
// noted.
import { promised } from '../../reactivity/promised.ts'
import { untracked } from '../../reactivity/signal.ts'
import type { FormState, Issue } from './form-state.ts'
import { stepsOf } from './standard-schema.ts'
import type { SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.ts'

export class Checks<V, O> {
  private readonly schema: StandardSchema<O>
  private readonly state: FormState<V>
  private readonly nameFor: (path: readonly PropertyKey[]) => string
  private readonly fail: (error: unknown) => void
  private latest = 0

  /**
   * @param nameFor the name of the field that says what is wrong at a path
   * @param fail is told what a schema throws while nobody waits for it
   */
  constructor(
    schema: StandardSchema<O>,
    state: FormState<V>,
    nameFor: (path: readonly PropertyKey[]) => string,
    fail: (error: unknown) => void,
  ) {
    this.schema = schema
    this.state = state
    this.nameFor = nameFor
    this.fail = fail
  }

  /** What the schema says of the values as they are. */
  run(): SchemaResult<O> | Promise<SchemaResult<O>> {
    const check = ++this.latest
    const result = promised(this.schema['~standard'].validate(this.state.values.peek()))
    if (!(result instanceof Promise)) return this.noted(check, result)
    return result.then((later) => this.noted(check, later))
  }

  /** The same, for a form that was sent: why it is not taken is noted, whatever code has changed meanwhile. */
  async decide(): Promise<SchemaResult<O>> {
    const result = this.run()
    const check = this.latest
    const { issues } = await result
    if (issues !== undefined && check !== this.latest) {
      untracked(() => this.note(issues))
      this.soon()
    }
    return result
  }

  /** Beside the events: the next one does not wait for what a schema asks elsewhere. */
  soon(): void {
    try {
      const result = this.run()
      const check = this.latest
      if (!(result instanceof Promise)) return
      result.catch((error: unknown) => {
        // Nobody wants to know any more.
        if (check === this.latest) this.fail(error)
      })
    } catch (error) {
      this.fail(error)
    }
  }

  /** Whether the values pass, as far as the schema can say so at once. Listens to them. */
  passes(): boolean {
    const { failures, issues } = this.state.now
    if (failures.length > 0) return false
    const result = promised(this.schema['~standard'].validate(this.state.values.value))
    if (!(result instanceof Promise)) return result.issues === undefined
    result.catch(() => {})
    return issues.length === 0
  }

  /** What is still asked does not matter any more. */
  cancel(): void {
    this.latest++
  }

  private noted(check: number, result: SchemaResult<O>): SchemaResult<O> {
    if (check === this.latest) untracked(() => this.note(result.issues ?? []))
    return result
  }

  private note(issues: readonly SchemaIssue[]): void {
    const named = issues.map(
      // A field's issues are lines.
      (issue): Issue => [this.nameFor(stepsOf(issue)), issue.message.replaceAll('\n', ' ')],
    )
    this.state.note({ issues: named })
  }
}
