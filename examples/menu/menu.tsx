// What the browser does by itself: menus, tabs, dialogs, toasts, all by commands. The server hears of what is chosen, not
// of what is opened.
import { Page } from '../lib/page.tsx'
import { Copying } from './copying.tsx'
import { Disclosure } from './disclosure.tsx'
import { Files } from './files.tsx'
import { Likes } from './likes.tsx'
import { Settings } from './settings.tsx'
import { Tabs } from './tabs.tsx'

export function Menu() {
  return (
    <Page
      title="Menus"
      lead="What opens, closes, moves and copies does so at once, also while the server is far away: it is only asked for what it alone can do."
    >
      <div class="panels">
        <Files />
        <Likes />
        <Tabs />
        <Settings />
        <Disclosure />
        <Copying />
      </div>
    </Page>
  )
}
