// In development, content that a browser's parser would move or drop is refused where it is mounted, also where the
// two elements come from different components.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { signal } from 'pantograph'
import type { Child, Component } from 'pantograph'
import { jsx, jsxDEV } from 'pantograph/jsx-runtime'
import { open, TestPage } from './page.ts'

const isCompiled = process.env['PANTOGRAPH_FRONT_END'] === 'compiled'

const Paragraph = ({ children }: { children?: Child }) => <p>{children}</p>
const Division = () => <div>inside</div>
const Row = ({ children }: { children?: Child }) => <tr>{children}</tr>
const Link = ({ children }: { children?: Child }) => <a href="/">{children}</a>
const Through = ({ children }: { children?: Child }) => children

const division = signal(<div>bound</div>)

describe('is refused', () => {
  test.each<[string, Component, RegExp]>([
    [
      'in one place',
      () => (
        <p>
          <div>inside</div>
        </p>
      ),
      /<div> stands inside <p>: the browser ends the <p>/,
    ],
    [
      'a component in an element',
      () => (
        <p>
          <Division />
        </p>
      ),
      /<div> stands inside <p>/,
    ],
    [
      'an element in a component',
      () => (
        <Paragraph>
          <b>
            <ul />
          </b>
        </Paragraph>
      ),
      /<ul> stands inside <b>: the browser ends the <p>/,
    ],
    [
      'through several',
      () => (
        <Paragraph>
          <Through>
            <span>
              <Paragraph />
            </span>
          </Through>
        </Paragraph>
      ),
      /<p> stands inside <span>: the browser ends the <p>/,
    ],
    [
      'links in links',
      () => (
        <Link>
          <b>
            <Link />
          </b>
        </Link>
      ),
      /<a> stands inside <b>: the browser ends the <a>/,
    ],
    ['a signal’s content', () => <p>{division}</p>, /<div> stands inside <p>/],
    [
      'an item',
      () => <p>{[1, 2].map((i) => [<b key={i}>{i}</b>, <div key={`d${i}`} />])}</p>,
      /<div>/,
    ],
    [
      'a row without a body',
      () => (
        <table>
          <Row />
        </table>
      ),
      /<tr> stands inside <table>: the browser puts a <tbody> around it; write that yourself/,
    ],
    [
      'text in a row',
      () => <Table>{'text'}</Table>,
      /"text" stands inside <tr>: .* out of the table/,
    ],
    ['a number in a row', () => <Table>{7}</Table>, /"7" stands inside <tr>/],
    ['a row in no table', () => <Row />, /<tr> stands inside <div>: .* put it into <tbody> or/],
    ['HTML in SVG', () => <svg>{[<Paragraph key={1} />]}</svg>, /<p> stands inside <svg>/],
    [
      'an element in an option',
      () => (
        <select>
          <option>
            <b>bold</b>
          </option>
        </select>
      ),
      /<b> stands inside <option>: the browser may drop its tags/,
    ],
    [
      'an element in a text area',
      () => (
        <textarea>
          <Division />
        </textarea>
      ),
      /takes what stands in <textarea> for text/,
    ],
  ])('%s', (_, component, message) => {
    expect(() => new TestPage([[component, {}]])).toThrow(
      expect.objectContaining({ code: 'PG_NESTING', message: expect.stringMatching(message) }),
    )
  })

  test('when it comes later', async () => {
    const shown = signal(false)
    const page = await open(() => () => <p>{shown.value ? <Division /> : 'text'}</p>)
    shown.value = true
    await page.settle()
    expect(page.log).toEqual([
      expect.objectContaining({
        data: expect.objectContaining({ error: expect.objectContaining({ code: 'PG_NESTING' }) }),
      }),
    ])
  })

  test('in a list that rested', async () => {
    const cell = signal<Child>(null)
    const page = await open(() => () => (
      <table>
        <tbody>
          {[1, 2].map((i) => (
            <tr key={i}>{cell.value}</tr>
          ))}
        </tbody>
      </table>
    ))
    cell.value = <td>cell</td>
    await page.settle()
    expect(page.log).toEqual([])
    cell.value = 'text'
    await page.settle()
    expect(page.log[0]?.data).toMatchObject({ error: { code: 'PG_NESTING' } })
  })
})

function Table({ children }: { children?: Child }) {
  return (
    <table>
      <tbody>
        <Row>{children}</Row>
      </tbody>
    </table>
  )
}

test('is not refused: what a parser leaves alone', async () => {
  const page = await open(() => () => (
    <div>
      <Table> </Table>
      <Table>
        <td>
          <Paragraph>
            <button>
              <Paragraph />
            </button>
          </Paragraph>
        </td>
      </Table>
      <ul>
        {[1, 2].map((i) => (
          <li key={i}>
            <ul>
              <li>{i}</li>
            </ul>
          </li>
        ))}
      </ul>
      <Link>
        <svg>
          <Link>
            <title>{division}</title>
          </Link>
        </svg>
      </Link>
      <math>
        <annotation-xml encoding="text/html">
          <Paragraph />
        </annotation-xml>
      </math>
      <select>
        text
        <optgroup>
          <option>{1}</option>
        </optgroup>
      </select>
      <template>
        <Row />
      </template>
    </div>
  ))
  expect(page.log).toEqual([])
})

describe('the message says where', () => {
  const messageOf = (component: Component): string => {
    try {
      return String(new TestPage([[component, {}]]))
    } catch (error) {
      return String(error)
    }
  }

  test.runIf(isCompiled)('compiled: file, line and column of the inner element', () => {
    const message = messageOf(() => (
      <section>
        <p>
          <b>bold</b>
          <div>inside</div>
        </p>
      </section>
    ))
    const [, line] = /nesting\.test\.tsx:(\d+):11: <div>/.exec(message) ?? []
    expect(Number(line)).toBeGreaterThan(200)
  })

  test('plain, where the tool-chain tells', () => {
    const inner = (): unknown =>
      jsxDEV('div', {}, undefined, false, { fileName: 'a.tsx', lineNumber: 3, columnNumber: 5 })
    expect(messageOf(() => jsx('p', { children: inner() }))).toContain(
      'a.tsx:3:5: <div> stands inside <p>',
    )
  })
})

describe('in production', () => {
  afterEach(() => void vi.unstubAllEnvs())

  test('nothing is refused', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    vi.resetModules()
    const { TestPage: Page } = await import('./page.ts')
    const { jsx: make } = await import('pantograph/jsx-runtime')
    const component = (): unknown => make('p', { children: make('div', { children: 'x' }) })
    const page = await new Page([[component as Component, {}]]).load()
    expect(page.html).toContain('<p><div>x</div></p>')
  })
})
