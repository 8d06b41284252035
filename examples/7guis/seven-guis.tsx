// The seven tasks of https://eugenkiss.github.io/7guis/tasks, a page for each.
import type { JSX } from 'pantograph'
import { href } from '../lib/config.ts'
import { Page } from '../lib/page.tsx'
import { Cells } from './cells.tsx'
import { Circles } from './circles.tsx'
import { Counter } from './counter.tsx'
import { Crud } from './crud.tsx'
import { Flights } from './flights.tsx'
import { Temperature } from './temperature.tsx'
import { Timer } from './timer.tsx'

interface Task {
  readonly path: string
  readonly title: string
  readonly about: string
  readonly Content: () => () => JSX.Element
}

const TASKS: readonly Task[] = [
  {
    path: '/7guis/counter',
    title: 'Counter',
    about: 'Each click adds one.',
    Content: Counter,
  },
  {
    path: '/7guis/temperature',
    title: 'Temperature Converter',
    about: 'Each field follows the other. What is no number changes nothing.',
    Content: Temperature,
  },
  {
    path: '/7guis/flights',
    title: 'Flight Booker',
    about: 'Only what is possible can be booked.',
    Content: Flights,
  },
  {
    path: '/7guis/timer',
    title: 'Timer',
    about: 'Time goes on while its end is moved.',
    Content: Timer,
  },
  {
    path: '/7guis/crud',
    title: 'CRUD',
    about: 'Create, filter, change and delete names.',
    Content: Crud,
  },
  {
    path: '/7guis/circles',
    title: 'Circle Drawer',
    about: 'Click to draw a circle, right-click one to change its diameter, and take both back.',
    Content: Circles,
  },
  {
    path: '/7guis/cells',
    title: 'Cells',
    about:
      'A spreadsheet of 2,600 cells. Double-click one, and write a text, a number, or a formula such as =SUM(B1:B3)*2.',
    Content: Cells,
  },
]

/** Each task as a page. */
export const TASK_PAGES = TASKS.map(({ path, title, about, Content }) => ({
  path,
  title,
  component: () => (
    <Page title={title} lead={about} back={{ path: '/7guis', text: 'All seven tasks' }}>
      <section class="task" aria-label={title}>
        <Content />
      </section>
    </Page>
  ),
}))

export function SevenGuis() {
  return (
    <Page
      title="7GUIs"
      lead="Seven tasks that every toolkit for user interfaces can be compared by, from a counter to a spreadsheet. All state is in signals on the server."
    >
      <ol class="tasks">
        {TASKS.map(({ path, title, about }) => (
          <li>
            <a href={href(path)}>{title}</a>
            <p>{about}</p>
          </li>
        ))}
      </ol>
    </Page>
  )
}
