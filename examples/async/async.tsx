// What takes time, and what fails: each part of the page waits, and breaks, on its own.
import { Page } from '../lib/page.tsx'
import { Weather } from './forecast.tsx'
import { Report } from './report.tsx'
import { Search } from './search.tsx'
import { Trouble } from './trouble.tsx'

export function Async() {
  return (
    <Page
      title="Async"
      lead="Data that comes late, work that takes long, and parts that fail, while the rest of the page goes on."
    >
      <div class="panels">
        <Search />
        <Weather />
        <Report />
        <Trouble />
      </div>
    </Page>
  )
}
