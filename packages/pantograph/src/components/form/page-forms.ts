// The forms of one page, by name: so that a plain POST finds the one that it is for.
import { PantographError } from '../../errors.ts'
import { hashText } from '../../render/keys.ts'
import type { FormAnswer } from '../../render/tree-owner.ts'
import type { Sent } from './sent.ts'

/** How a form's sending ended. */
export interface Posted {
  readonly isDone: boolean
  readonly answer: FormAnswer
}

/** A form, as whoever takes posts sees it. */
export interface PageForm {
  readonly id: string
  /** Whether its component is. */
  readonly isThere: boolean
  /** Whether its element is on the page. */
  readonly isShown: boolean
  /** It was sent. @throws what `onSubmit` throws */
  post(sent: Sent, id: string): Promise<Posted>
  /** Holds what it was sent with, and does nothing about it. */
  take(sent: Sent): void
}

const NAME = /^[a-z][\w-]*$/i

export class PageForms {
  private readonly forms = new Map<string, PageForm>()

  /**
   * Takes a form in; returns its name. One that has that name already may be about to go: what takes its component's
   * place is set up first.
   * @param place where it stands: its name without another is made of that
   * @param fail is told when that one stays
   * @throws PantographError `PG_FORM_NAME` for what is no name
   */
  add(
    form: PageForm,
    wanted: string | undefined,
    place: () => string,
    fail: (error: PantographError) => void,
  ): string {
    const name = wanted ?? this.freeName(`form-${(hashText(place()) >>> 0).toString(36)}`)
    if (!NAME.test(name)) throw refusal(name, 'is no id')
    const before = this.forms.get(name)
    this.forms.set(name, form)
    if (before !== undefined) {
      queueMicrotask(() => {
        if (before.isThere && form.isThere)
          fail(refusal(name, 'is the name of two forms of the page'))
      })
    }
    return name
  }

  remove(form: PageForm): void {
    if (this.forms.get(form.id) === form) this.forms.delete(form.id)
  }

  find(name: string): PageForm | undefined {
    return this.forms.get(name)
  }

  /** Those whose elements are on the page. */
  get shown(): readonly PageForm[] {
    return [...this.forms.values()].filter((form) => form.isShown)
  }

  /** Items of a list without keys stand in one place: only their order tells them apart. */
  private freeName(name: string): string {
    let free = name
    for (let number = 2; this.forms.has(free); number++) free = `${name}-${number}`
    return free
  }
}

const refusal = (name: string, why: string): PantographError =>
  new PantographError(
    'PG_FORM_NAME',
    `${JSON.stringify(name)} ${why}; give createForm() another \`name\``,
  )

const pages = new WeakMap<object, PageForms>()

/** @param tree the tree in which the forms are */
export function formsOf(tree: object): PageForms {
  let forms = pages.get(tree)
  if (forms === undefined) pages.set(tree, (forms = new PageForms()))
  return forms
}
