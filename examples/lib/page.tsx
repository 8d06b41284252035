// What the gallery's own pages have in common: the way back, a heading, and what it is about.
import type { Child } from 'pantograph'
import { href } from './config.ts'

interface PageProps {
  readonly title: string
  readonly lead: string
  /** Where the way back leads; the index, unless told. */
  readonly back?: { readonly path: string; readonly text: string }
  /** Whether its forms work without JavaScript. */
  readonly isForm?: boolean
  readonly children?: Child
}

const INDEX = { path: '/', text: 'All examples' }

export function Page({ title, lead, back = INDEX, isForm = false, children }: PageProps) {
  return (
    <main class="page">
      <p class="back">
        <a href={href(back.path)}>{back.text}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      {children}
      {isForm ? (
        <noscript>
          <p class="hint">
            Without JavaScript, forms are sent as plain posts: to the same schema and the same
            handler.
          </p>
        </noscript>
      ) : (
        <noscript>
          <p class="hint">
            Without JavaScript this page can be read, but nothing reaches the server.
          </p>
        </noscript>
      )}
    </main>
  )
}
