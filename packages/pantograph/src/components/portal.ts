// Content that stands somewhere else in the document.
import { block } from '../template/block.ts'
import type { Child } from '../template/jsx-values.ts'
import type { JSX } from '../template/jsx.ts'
import { PORTAL } from '../template/slot.ts'
import { template } from '../template/template.ts'

/** Props of `Portal`. */
export interface PortalProps {
  /** Where: a CSS selector; the first element that fits. Default: the end of the body. */
  readonly to?: string
  readonly children?: Child
}

const TEMPLATE = template(['<pg-portal', '>', '</pg-portal>'], [PORTAL, ''])

/**
 * Shows its content at the end of another element, for dialogs and toasts. It stays part of its component in all but
 * place: state, contexts, errors, its end. In the first HTML, and where scripts are off, it stands where it is written, so that it can
 * be read. Its events bubble where it is shown.
 *
 * It is wrapped in an element `<pg-portal>`. Where nothing fits the selector, it stays in place, and the browser's console says so.
 *
 * @example
 * <Portal to="#toasts"><p role="status">Saved</p></Portal>
 */
export function Portal({ to = 'body', children }: PortalProps): JSX.Element {
  return block(TEMPLATE, [to, children])
}
