// One order for each click, whatever happens between the click and its checkpoint.
import { DatabaseSync } from 'node:sqlite'
import { signal } from 'pantograph'
import { createApp } from 'pantograph/server'
import { sqliteStore } from 'pantograph/store'

const database = new DatabaseSync('orders.sqlite')
database.exec('CREATE TABLE IF NOT EXISTS orders (event TEXT PRIMARY KEY, item TEXT NOT NULL)')
const insert = database.prepare(
  'INSERT INTO orders (event, item) VALUES (?, ?) ON CONFLICT (event) DO NOTHING',
)

function Shop() {
  const ordered = signal(0)
  const order = (event: { id: string }) => {
    insert.run(event.id, 'pencil')
    ordered.value++
  }
  return () => <button onClick={order}>Ordered {ordered}</button>
}

const app = createApp({ secret: process.env['SECRET'], store: sqliteStore('sessions.sqlite') })
app.page('/', Shop)
const { url } = await app.listen(Number(process.env['PORT'] ?? 3000))
console.log(url)
