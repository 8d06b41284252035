// A link that changes the address without a reload, when its target belongs to the same page.
import { jsx } from '../template/jsx-runtime.ts'
import type { JSX } from '../template/jsx-runtime.ts'

/** Props of `Link`: those of `<a>`, and `replace`. */
export type LinkProps = JSX.IntrinsicElements['a'] & {
  readonly href: string
  /** Replaces the current entry of the history instead of adding one. */
  readonly replace?: boolean
}

/**
 * An `<a>` whose plain clicks change the address without a reload, so that `url()` follows. An address of
 * another page is loaded as by any link; without JavaScript, with a modifier key or the middle button
 * it is one.
 *
 * @example
 * <Link href="?page=2">Next page</Link>
 */
export function Link({ replace, ...attributes }: LinkProps): JSX.Element {
  return jsx('a', { ...attributes, 'data-link': replace ? 'replace' : '' })
}
