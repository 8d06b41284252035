// What others have written for the browser, on a page of the server's: a chart and an editor from npm, and an element
// of our own.
import { Page } from '../lib/page.tsx'
import { Chart } from './chart.tsx'
import { Editor } from './editor.tsx'
import { Films } from './films.tsx'

export function Widgets() {
  return (
    <Page
      title="Widgets"
      lead="A chart and a text editor from npm, each with a module of some lines, and a custom element. Their insides belong to the browser; what they show and what they are told is the server's."
    >
      <Chart />
      <Editor />
      <Films />
    </Page>
  )
}
