// The gallery's server. Needs nothing but a folder to write to. PORT, HOST, BASE_PATH, COOP_COEP, DATA_DIR and
// SECRET in the environment change how it runs; see lib/config.ts.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Component } from 'pantograph'
import { createApp } from 'pantograph/server'
import type { PageOptions } from 'pantograph/server'
import { sqliteStore } from 'pantograph/store'
import { SevenGuis, TASK_PAGES } from './7guis/seven-guis.tsx'
import { Async } from './async/async.tsx'
import { Counter } from './counter/counter.tsx'
import { Controls } from './controls/controls.tsx'
import { Feed } from './feed/feed.tsx'
import { Forms } from './forms/forms.tsx'
import { Wizard } from './forms/wizard.tsx'
import { Gallery } from './gallery/gallery.tsx'
import { KitchenSink } from './kitchen-sink/kitchen-sink.tsx'
import { asset, assets } from './lib/assets.ts'
import { bundles } from './lib/bundles.ts'
import { config } from './lib/config.ts'
import { closeDatabase } from './lib/database.ts'
import { ensureProfile, profileOf } from './lib/profile.ts'
import { secret } from './lib/secret.ts'
import { Login } from './login/login.tsx'
import { identityOf } from './login/member.ts'
import { Menu } from './menu/menu.tsx'
import { Rows } from './rows/rows.tsx'
import { Search } from './search/search.tsx'
import { LiveChart } from './svg/live.tsx'
import { Survive } from './survive/survive.tsx'
import { TodoMvc } from './todomvc/todomvc.tsx'
import { Widgets } from './widgets/widgets.tsx'
import { Upload } from './upload/upload.tsx'

const { basePath, dataDir, host, isIsolated, port } = config
const head = `<link rel="icon" href="${asset('icon.svg')}">`

const app = createApp({
  secret: secret(),
  basePath,
  crossOriginIsolation: isIsolated,
  session({ headers }) {
    const cookies = headers.get('cookie')
    return identityOf(profileOf(cookies), cookies)
  },
  // Pages survive `kill -9`: what their signals hold is written behind every change.
  store: sqliteStore(join(dataDir, 'sessions.db')),
  // What is slower than that is not in a page's HTML, but comes behind it.
  limits: { renderMilliseconds: 1000 },
})

function page(
  path: string,
  component: Component,
  title: string,
  styles: readonly string[],
  options: PageOptions = {},
): void {
  app.page(path, component, { title, styles: styles.map(asset), head, ...options })
}

page('/', Gallery, 'Pantograph examples', ['base.css', 'gallery.css'])
page('/counter', Counter, 'Counter · Pantograph', ['base.css', 'counter.css'])
page('/survive', Survive, 'Survive · Pantograph', ['base.css', 'survive.css'])
page('/todomvc', TodoMvc, 'TodoMVC · Pantograph', ['todomvc-app-css/index.css', 'todomvc.css'])
// Its rows are more than a checkpoint may be: the page lives as long as its process.
page('/rows', Rows, 'Pantograph keyed', ['rows.css'], { checkpoint: false })
page('/async', Async, 'Async · Pantograph', ['base.css', 'controls.css', 'async.css'])
page('/upload', Upload, 'Upload · Pantograph', ['base.css', 'controls.css', 'upload.css'], {
  keepOnReload: true,
})
page('/feed', Feed, 'Feed · Pantograph', ['base.css', 'controls.css', 'feed.css'])
const FORM_STYLES = ['base.css', 'controls.css', 'forms.css']
page('/forms', Forms, 'Forms · Pantograph', FORM_STYLES)
page('/wizard', Wizard, 'Wizard · Pantograph', FORM_STYLES, { keepOnReload: true })
page('/login', Login, 'Log-in · Pantograph', FORM_STYLES)
page(
  '/kitchen-sink',
  KitchenSink,
  'Kitchen sink · Pantograph',
  ['base.css', 'controls.css', 'kitchen-sink.css'],
  { head: `${head}<script type="module" src="${asset('bar-chart.js')}"></script>` },
)
page('/menu', Menu, 'Menus · Pantograph', ['base.css', 'controls.css', 'menu.css'])
page('/controls', Controls, 'Controls · Pantograph', [
  'base.css',
  'controls.css',
  'every-control.css',
])
page('/search', Search, 'Search · Pantograph', ['base.css', 'controls.css', 'search.css'])
page('/svg', LiveChart, 'Live chart · Pantograph', ['base.css', 'controls.css', 'chart.css'])
page(
  '/widgets',
  Widgets,
  'Widgets · Pantograph',
  ['base.css', 'controls.css', 'uplot/uPlot.min.css', 'widgets.css'],
  { head: `${head}<script type="module" src="${asset('widgets/star-rating.js')}"></script>` },
)
page('/7guis', SevenGuis, '7GUIs · Pantograph', ['base.css', 'controls.css', '7guis.css'])
for (const { path, title, component } of TASK_PAGES) {
  page(path, component, `${title} · 7GUIs · Pantograph`, ['base.css', 'controls.css', '7guis.css'])
}

const server = createServer((request, response) => {
  const answer = (): void => {
    ensureProfile(request, response)
    app.node(request, response)
  }
  assets(request, response, () => bundles(request, response, answer))
})
app.attach(server)

server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(whyNot(error))
  process.exit(1)
})

server.listen(port, host, () => {
  const { address, port: actual } = server.address() as AddressInfo
  const name = address.includes(':') ? `[${address}]` : address
  console.log(`The Pantograph gallery is at http://${name}:${actual}${basePath}/`)
})

function whyNot({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken. Stop what listens there, or choose another: PORT=${port + 1} npm start`
    case 'EACCES':
      return `Port ${port} of ${host} needs rights that this user does not have. Choose one above 1023: PORT=3000 npm start`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine. HOST=127.0.0.1 is for this machine only, HOST=0.0.0.0 for all of its addresses.`
    default:
      return `The gallery cannot listen at port ${port} of ${host}: ${message}`
  }
}

/** Lets what runs finish, tells the browsers to come back, and goes. */
async function stop(): Promise<void> {
  server.close()
  await app.close()
  server.closeAllConnections()
  closeDatabase()
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
