// An App with a page whose nesting is wrong, in a process of its own: what a browser makes of it is repaired.
import { signal } from 'pantograph'
import { createApp } from 'pantograph/server'

const Box = ({ n }: { n: number }) => <div id="box">{n}</div>

function Page() {
  const n = signal(0)
  return () => (
    <main>
      <p id="outer">
        before <Box n={n.value} /> after
      </p>
      <table>
        <tr>
          <td id="cell">{n.value}</td>
        </tr>
      </table>
      <button onClick={() => n.value++}>Add</button>
    </main>
  )
}

const app = createApp({ secret: 'a secret that is long enough for tests' })
app.page('/', Page)
const { url } = await app.listen(0)
console.log(url)
