// The index: what each example shows, with its source beside it.
import { readFileSync } from 'node:fs'
import { href } from '../lib/config.ts'
import { EXAMPLES } from './examples.ts'
import type { Example } from './examples.ts'

const source = (file: string): string =>
  readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').trimEnd()

const SOURCES = new Map(EXAMPLES.flatMap(({ files }) => files).map((file) => [file, source(file)]))

export function Gallery() {
  return (
    <div class="gallery">
      <header>
        <h1>Pantograph</h1>
        <p class="lead">
          Pages that are written in TSX, live on the server, arrive as HTML, and change over a
          WebSocket. The source of each example stands beside it.
        </p>
        <nav aria-label="Examples">
          <ul>
            {EXAMPLES.map(({ path, title }) => (
              <li>
                <a href={href(path)}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main>
        {EXAMPLES.map((example) => (
          <Card example={example} />
        ))}
      </main>
      <footer>
        <p>
          The sources are in the folder <code>examples</code>.
        </p>
      </footer>
    </div>
  )
}

function Card({ example: { path, title, about, tryThis, files } }: { example: Example }) {
  const id = path.slice(1)
  return (
    <section class="card" aria-labelledby={id}>
      <div class="about">
        <h2 id={id}>{title}</h2>
        <p>{about}</p>
        <h3>Try this</h3>
        <ul>
          {tryThis.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
        <p>
          <a class="open" href={href(path)}>
            Open {title}
          </a>
        </p>
      </div>
      <div class="sources">
        {files.map((file, i) => (
          <Source file={file} isOpen={i === 0} />
        ))}
      </div>
    </section>
  )
}

function Source({ file, isOpen }: { file: string; isOpen: boolean }) {
  return (
    <details class="source" open={isOpen}>
      <summary>
        <code>{file}</code>
      </summary>
      <pre tabindex="0" role="region" aria-label={`Source: ${file}`}>
        <code>{SOURCES.get(file)}</code>
      </pre>
    </details>
  )
}
