// Random commands, guesses, changes by the server, and connections that end, in any order: what is shown is what commands have
// changed, above what the server says, by the rules of docs/protocol.md, "Commands".
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { command, signal } from 'pantograph'
import type { Command } from 'pantograph'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

/** `SEED=…` tries other cases; a failure prints the seed and path that show it again. */
const SEED = Number(process.env['SEED'] ?? 20_600)
const RUNS = Number(process.env['RUNS'] ?? 1)

/** Two classes and two attributes of one element; a class is '' or nothing. */
const NAMES = ['.a', '.b', 'title', 'hidden'] as const
const VALUES: Record<string, readonly (string | null)[]> = {
  '.a': ['', null],
  '.b': ['', null],
  title: ['x', 'y', null],
  hidden: ['', null],
}

type State = ReadonlyMap<string, string | null>
type Step =
  | {
      readonly kind: 'server' | 'command' | 'guess'
      readonly name: string
      readonly value: string | null
    }
  | { readonly kind: 'cut' | 'compare' | 'anew' }

const change = (kind: 'server' | 'command' | 'guess') =>
  fc
    .constantFrom(...NAMES)
    .chain((name) =>
      fc.constantFrom(...(VALUES[name] ?? [])).map((value) => ({ kind, name, value })),
    )

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { arbitrary: change('command'), weight: 4 },
    { arbitrary: change('server'), weight: 4 },
    { arbitrary: change('guess'), weight: 2 },
    {
      arbitrary: fc.constantFrom<Step>({ kind: 'cut' }, { kind: 'compare' }, { kind: 'anew' }),
      weight: 1,
    },
  ),
  { minLength: 3, maxLength: 14 },
)

const server = signal<State>(new Map())
const next = signal<Command>(command)
const spread = signal(false)

const classes = (state: State): string =>
  ['box', ...['a', 'b'].filter((name) => state.get(`.${name}`) === '')].join(' ')

function Box() {
  const guess = signal(0)
  return () => {
    const state = server.value
    const looks = {
      class: classes(state),
      title: state.get('title') ?? null,
      hidden: state.get('hidden') === '',
    }
    return (
      <section>
        <button id="command" onClick={next.value} />
        <button id="guess" onClick={next.value.optimistic().then(() => guess.value++)} />
        {spread.value ? (
          <p id="box" key="spread" {...looks} />
        ) : (
          <p id="box" key="slots" class={looks.class} title={looks.title} hidden={looks.hidden} />
        )}
      </section>
    )
  }
}

function commandFor(name: string, value: string | null): Command {
  const to = '#box'
  if (name === 'hidden') return value === null ? command.show(to) : command.hide(to)
  if (name === 'title') {
    return value === null
      ? command.removeAttribute(name, { to })
      : command.setAttribute(name, value, { to })
  }
  const only = name.slice(1)
  return value === null ? command.removeClass(only, { to }) : command.addClass(only, { to })
}

function look(page: TestPage): Record<string, string | null> {
  const box = page.find('#box')
  const classOf = (name: string): string | null => (box.classList.contains(name) ? '' : null)
  return {
    '.a': classOf('a'),
    '.b': classOf('b'),
    title: box.getAttribute('title'),
    hidden: box.getAttribute('hidden'),
  }
}

class Model {
  readonly own = new Map<string, string | null>()
  told: State = new Map()

  set(name: string, value: string | null): void {
    this.own.set(name, value)
    if ((this.told.get(name) ?? null) === value) this.own.delete(name)
  }

  tell(name: string, value: string | null): void {
    if ((this.told.get(name) ?? null) !== value) this.own.delete(name)
    this.told = new Map([...this.told, [name, value]])
    if (this.own.get(name) === value) this.own.delete(name)
  }

  get shown(): Record<string, string | null> {
    const value = (name: string): string | null =>
      this.own.has(name) ? (this.own.get(name) as string | null) : (this.told.get(name) ?? null)
    return Object.fromEntries(NAMES.map((name) => [name, value(name)]))
  }
}

async function reconnect(page: TestPage, kind: string): Promise<void> {
  page.isDistrusted = kind === 'anew'
  if (kind === 'compare') await page.moveOn()
  else page.cut()
  await page.settle()
  page.reconnect()
  await page.settle()
}

async function play(page: TestPage, model: Model, step: Step): Promise<void> {
  if (!('name' in step)) return reconnect(page, step.kind)
  const { kind, name, value } = step
  if (kind === 'server') {
    model.tell(name, value)
    server.value = model.told
  } else {
    next.value = commandFor(name, value)
    await page.settle()
    page.find(`#${kind}`).click()
    if (kind === 'command') model.set(name, value)
    else if (look(page)[name] !== value) throw new Error(`the guess ${name} is not seen`)
  }
  await page.settle()
}

test.each([
  ['slots', false],
  ['a spread', true],
])('with %s', { timeout: 120_000 }, async (_, isSpread) => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      server.value = new Map()
      spread.value = isSpread
      next.value = command
      const page = await open(Box)
      const model = new Model()
      for (const step of all) {
        await play(page, model, step)
        expect(look(page)).toEqual(model.shown)
      }
      page.session.close('PG_GONE', 2)
    }),
    { seed: SEED, numRuns: 25 * RUNS },
  )
})
