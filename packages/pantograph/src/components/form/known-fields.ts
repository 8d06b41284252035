// The fields and lists of one form that have been asked for, and what code has overwritten in them.
import { isDeepStrictEqual } from 'node:util'
import { Signal } from '../../reactivity/system.ts'
import type { Host } from '../../render/nodes.ts'
import { Controls } from './controls.ts'
import { Field } from './field.ts'
import type { FieldOwner } from './field.ts'
import { FieldList } from './list.ts'
import type { ListOwner } from './list.ts'
import { isWithin } from './paths.ts'

/** How many values of a field may have been overwritten that a browser may still send. */
const MOST_KNOWN = 8

export class KnownFields {
  readonly fields = new Map<string, Field<unknown>>()
  /** How often a field has come to the page: whoever says what no field says must know. */
  readonly shown = new Signal(0, undefined)
  private readonly lists = new Map<string, FieldList<unknown>>()
  /** What code has overwritten since the form was sent: a browser may have sent that before it knew. */
  private readonly overwritten = new Map<string, unknown[]>()
  private readonly owner: FieldOwner & ListOwner
  private readonly host: Host

  constructor(owner: FieldOwner & ListOwner, host: Host) {
    this.owner = owner
    this.host = host
  }

  at(name: string): Field<unknown> {
    let field = this.fields.get(name)
    if (field === undefined) {
      const controls = new Controls(this.host, () => (this.shown.value = this.shown.peek() + 1))
      field = new Field<unknown>(this.owner, name, controls)
      this.fields.set(name, field)
    }
    return field
  }

  listAt(name: string): FieldList<unknown> {
    let list = this.lists.get(name)
    if (list === undefined) this.lists.set(name, (list = new FieldList<unknown>(this.owner, name)))
    return list
  }

  /** Whether a field or a list of that name has been asked for. */
  has(name: string): boolean {
    return this.fields.has(name) || this.lists.has(name)
  }

  /** Whether what is wrong there is said there: an author who has asked for a list shows its issues. */
  saysIssuesOf(name: string): boolean {
    void this.shown.value
    return this.lists.has(name) || this.fields.get(name)?.controls.areShown === true
  }

  /** Code gives a place another value: all fields there and below it. */
  overwrite(place: string): void {
    for (const [name, field] of this.fields) {
      if (!isWithin(name, place)) continue
      const old = this.overwritten.get(name) ?? []
      this.overwritten.set(name, [...old, field.peek()].slice(-MOST_KNOWN))
    }
  }

  wasOverwritten(name: string, value: unknown): boolean {
    const old = this.overwritten.get(name) ?? []
    return old.some((known) => isDeepStrictEqual(known, value))
  }

  /** What was overwritten so far, no browser sends any more. */
  forgetOverwritten(): void {
    this.overwritten.clear()
  }

  /** Forgets what belongs to items that are gone: no other item will have their names. */
  prune(isThere: (name: string) => boolean): void {
    for (const known of [this.fields, this.lists, this.overwritten]) {
      for (const name of known.keys()) if (!isThere(name)) known.delete(name)
    }
  }
}
