// Every group of elements, and every group of events, with a log of what the server is told.
import { provide } from 'pantograph'
import { Page } from '../lib/page.tsx'
import { Custom } from './custom.tsx'
import { Drawings, Media, Openable } from './embedded.tsx'
import { Changes, Dragging, Keys, Pointers } from './events.tsx'
import { Forms } from './forms.tsx'
import { Log, makeLog, Note } from './log.tsx'
import { Options } from './options.tsx'
import { Lists, Structure, Tables, Text } from './text.tsx'

const CONTENTS = {
  Elements: {
    text: 'Text',
    structure: 'Structure',
    lists: 'Lists',
    tables: 'Tables',
    forms: 'Forms',
    media: 'Media',
    drawings: 'SVG and MathML',
    openable: 'Elements that open',
    custom: 'Custom elements',
  },
  Events: {
    pointers: 'Mouse, pointer, touch, wheel',
    keys: 'Keyboard and text',
    dragging: 'Drag and drop',
    changes: 'Scrolling, size, animation',
    options: 'Options',
  },
}

export function KitchenSink() {
  const { lines, note, clear } = makeLog()
  provide(Note, note)

  return () => (
    <Page
      title="Kitchen sink"
      lead="Elements and events of every group. Whatever you do is told to the server, which shows what it heard."
    >
      <Contents />
      <div class="sink">
        <div>
          <h2>Elements</h2>
          <Text />
          <Structure />
          <Lists />
          <Tables />
          <Forms />
          <Media />
          <Drawings />
          <Openable />
          <Custom />
          <h2>Events</h2>
          <Pointers />
          <Keys />
          <Dragging />
          <Changes />
          <Options />
        </div>
        <Log lines={lines} clear={clear} />
      </div>
    </Page>
  )
}

function Contents() {
  return (
    <nav class="contents" aria-label="Contents">
      {Object.entries(CONTENTS).map(([part, sections]) => (
        <div>
          <b>{part}</b>
          <ul>
            {Object.entries(sections).map(([id, title]) => (
              <li>
                <a href={`#${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
