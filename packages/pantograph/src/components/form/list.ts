// A list in a form: items that come, go and move, each with a key of its own that its fields are named by.
import { Computed } from '../../reactivity/system.ts'
import type { Field } from './field.ts'
import type { ListKeys } from './keys.ts'
import { moved, withKey, withoutKey } from './keys.ts'
import { joined, keyPart } from './paths.ts'
import type { FieldPath, ItemOf, ListPath, ValueAt } from './paths.ts'

/** What a list needs of its form. */
export interface ListOwner {
  items(name: string): readonly unknown[]
  keys(name: string): ListKeys
  writeList(name: string, items: readonly unknown[], keys: ListKeys): void
  at(name: string): Field<unknown>
  listAt(name: string): FieldList<unknown>
  issuesOf(name: string): readonly string[]
}

/** A list in a form. `form.list('lines')` gives it. */
export class FieldList<I> {
  /** Its name, as `form.list` was given it. */
  readonly name: string
  private readonly owner: ListOwner
  private readonly known = new Map<number, ListItem<I>>()
  /** Changes when items come, go or move: whoever shows them need not know what they hold. */
  private readonly current: Computed<ListKeys>

  constructor(owner: ListOwner, name: string) {
    this.owner = owner
    this.name = name
    this.current = new Computed(() => owner.keys(name), undefined)
  }

  /** Its items as they stand, with keys for the elements that show them. */
  get items(): readonly ListItem<I>[] {
    const { keys } = this.current.value
    for (const key of this.known.keys()) if (!keys.includes(key)) this.known.delete(key)
    return keys.map((key) => this.item(key))
  }

  get length(): number {
    return this.current.value.keys.length
  }

  /** Where the item with a key stands; −1 when it is gone. */
  indexOf(key: number): number {
    return this.current.value.keys.indexOf(key)
  }

  /** What is wrong with the list as such, as far as that is to be shown now. */
  get issues(): readonly string[] {
    return this.owner.issuesOf(this.name)
  }

  append(item: I): void {
    this.insert(this.length, item)
  }

  /** Puts an item before the one at an index. */
  insert(index: number, item: I): void {
    const at = Math.min(Math.max(index, 0), this.length)
    this.write(
      (items) => items.toSpliced(at, 0, item),
      (keys) => withKey(keys, at),
    )
  }

  /** Nothing where there is no such item. */
  remove(index: number): void {
    if (!this.has(index)) return
    this.write(
      (items) => items.toSpliced(index, 1),
      (keys) => withoutKey(keys, index),
    )
  }

  /** Nothing where there is no such item, or no such place. */
  move(from: number, to: number): void {
    if (!this.has(from) || !this.has(to)) return
    this.write(
      (items) => moved(items, from, to),
      ({ keys, next }) => ({ keys: moved(keys, from, to), next }),
    )
  }

  private has(index: number): boolean {
    return Number.isInteger(index) && index >= 0 && index < this.length
  }

  private write(
    change: (items: readonly unknown[]) => unknown[],
    changeKeys: (keys: ListKeys) => ListKeys,
  ): void {
    const { owner, name } = this
    owner.writeList(name, change(owner.items(name)), changeKeys(owner.keys(name)))
  }

  private item(key: number): ListItem<I> {
    let item = this.known.get(key)
    if (item === undefined) this.known.set(key, (item = new ListItem<I>(this.owner, this, key)))
    return item
  }
}

/** An item of a list in a form. */
export class ListItem<I> {
  /** The same wherever the item is moved: the `key` of the element that shows it. */
  readonly key: number
  private readonly name: string
  private readonly owner: ListOwner
  private readonly parent: FieldList<I>

  constructor(owner: ListOwner, list: FieldList<I>, key: number) {
    this.owner = owner
    this.parent = list
    this.key = key
    this.name = joined(list.name, keyPart(key))
  }

  /** Where it stands now; −1 when it is gone. */
  get index(): number {
    return this.parent.indexOf(this.key)
  }

  get value(): I {
    return this.owner.items(this.parent.name)[this.index] as I
  }

  /** A field of the item. */
  field<P extends FieldPath<I>>(path: P): Field<ValueAt<I, P>> {
    return this.owner.at(joined(this.name, path)) as Field<ValueAt<I, P>>
  }

  /** A list within the item. */
  list<P extends ListPath<I>>(path: P): FieldList<ItemOf<ValueAt<I, P>>> {
    return this.owner.listAt(joined(this.name, path)) as FieldList<ItemOf<ValueAt<I, P>>>
  }

  /** Takes it out of the list. */
  remove(): void {
    this.parent.remove(this.index)
  }

  /** Moves it so many places: −1 is one towards the start. Nothing where there is no such place. */
  moveBy(places: number): void {
    this.parent.move(this.index, this.index + places)
  }
}
