// What the gallery's own pages have in common: the way back, a heading, and what it is about.
import type { Child } from 'pantograph'
import { href } from './config.ts'

interface PageProps {
  readonly title: string
  readonly lead: string
  /** Where the way back leads; the index, unless told. */
  readonly back?: { readonly path: string; readonly text: string }
  /** What is said without JavaScript, where the page does more than be read. */
  readonly offline?: string
  readonly children?: Child
}

const READ_ONLY = 'Without JavaScript this page can be read, but nothing reaches the server.'
const INDEX = { path: '/', text: 'All examples' }

export function Page({ title, lead, back = INDEX, offline = READ_ONLY, children }: PageProps) {
  return (
    <main class="page">
      <p class="back">
        <a href={href(back.path)}>{back.text}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      {children}
      <noscript>
        <p class="hint">{offline}</p>
      </noscript>
    </main>
  )
}
