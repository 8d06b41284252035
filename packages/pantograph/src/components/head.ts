// What a component says in the document's head.
import { makeHeadPart } from '../render/head.ts'
import type { Child } from '../template/jsx-values.ts'

/**
 * Puts `<title>`, `<meta>` and `<link>` into the document's head, and changes and removes them with the component. Of
 * several titles, of metas of one name, and of canonical links the last one counts; without one, the page's own title
 * is back.
 *
 * @throws PantographError `PG_HEAD` for anything else in it.
 * @example
 * <Head><title>{unread} unread</title><meta name="robots" content="noindex" /></Head>
 */
export function Head(_: { readonly children?: Child }): (props: { children?: Child }) => Child {
  const part = makeHeadPart()
  return ({ children }) => {
    part.show(children)
    return null
  }
}
