// Content of every kind. Each is shown in the first HTML on one page and comes over the wire on another; `n`
// changes what is in it. Compiled in one run of the tests and not in the other: see both.ts.
import type { Child } from 'pantograph'

type Case = (n: number) => Child

const Row = ({ n }: { n: number }) => (
  <tr>
    <td>{n}</td>
    <th scope="row">head {n}</th>
  </tr>
)
const Cell = ({ n }: { n: number }) => <td colspan={n + 1}>{n}</td>
const Group = ({ n }: { n: number }) => (
  <g transform={`translate(${n})`}>
    <path d={`M0 ${n}`} pathLength={n} />
  </g>
)
const Path = ({ n }: { n: number }) => <path d={`M0 ${n}`} />
const Identifier = ({ n }: { n: number }) => <mi mathvariant="normal">x{n}</mi>
const Item = ({ n }: { n: number }) => <li>item {n}</li>
const Option = ({ n }: { n: number }) => <option value={n}>option {n}</option>

const upTo = (n: number): number[] => Array.from({ length: n + 1 }, (_, i) => i)

const CASES: Readonly<Record<string, Case>> = {
  'a whole table': (n) => (
    <table>
      <caption>caption {n}</caption>
      <colgroup>
        <col span={n + 1} />
        {n % 2 ? <col /> : null}
      </colgroup>
      <thead>
        <Row n={n} />
      </thead>
      <tbody>
        {upTo(n).map((i) => (
          <tr key={i}>
            {upTo(1).map((j) => (
              <Cell key={j} n={i + j} />
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>{n % 2 ? <Row n={n} /> : null}</tfoot>
    </table>
  ),
  'parts of a table that come and go': (n) => (
    <table>
      {n % 2 ? <caption>caption</caption> : null}
      {n % 2 ? null : (
        <colgroup>
          <col />
        </colgroup>
      )}
      {n % 2 ? (
        <thead>
          <tr>
            <th>{n}</th>
          </tr>
        </thead>
      ) : (
        <tbody>
          <tr>
            <td>{n}</td>
          </tr>
        </tbody>
      )}
    </table>
  ),
  selects: (n) => (
    <form>
      <select name="one" value={String(n)}>
        {upTo(3).map((i) => (
          <Option key={i} n={i} />
        ))}
      </select>
      <select multiple value={[String(n), '3']}>
        <optgroup label={`group ${n}`}>
          {upTo(3).map((i) => (
            <Option key={i} n={i} />
          ))}
        </optgroup>
        <hr />
        {n % 2 ? (
          <optgroup label="more">
            <option>{n}</option>
          </optgroup>
        ) : null}
      </select>
      <datalist>
        {upTo(n).map((i) => (
          <Option key={i} n={i} />
        ))}
      </datalist>
    </form>
  ),
  lists: (n) => (
    <div>
      <ul>
        {upTo(n).map((i) => (
          <Item key={i} n={i} />
        ))}
      </ul>
      <dl>
        {n % 2 ? <dt>term</dt> : <dd>description</dd>}
        <dd>{n}</dd>
      </dl>
    </div>
  ),
  details: (n) => (
    <details open={n % 2 === 0}>
      <summary>summary {n}</summary>
      <p>{n}</p>
    </details>
  ),
  dialog: (n) => (
    <dialog open={n % 2 === 1}>
      <p>{n}</p>
    </dialog>
  ),
  'text areas': (n) => (
    <p>
      <textarea value={`\n\nline ${n}\r\nlast`} />
      <textarea>{`\nline ${n}`}</textarea>
      <textarea {...{ value: `spread ${n}`, rows: 2 }} />
    </p>
  ),
  preformatted: (n) => (
    <div>
      <pre>{`\nline ${n}\r\n`}</pre>
      <pre>
        {'\n'}
        {'\n'}
        {n}
      </pre>
      <pre>{n % 2 ? <b>{'\n'}b</b> : '\n'}</pre>
    </div>
  ),
  'a template': (n) => (
    <template id="t">
      <p title={`title ${n}`}>
        {n} {n % 2 ? <b>odd</b> : 'even'}
      </p>
      {upTo(n).map((i) => (
        <Item key={i} n={i} />
      ))}
    </template>
  ),
  'a template of rows': (n) => (
    <template>
      <tr>
        <td>{n}</td>
      </tr>
      {n % 2 ? <Row n={n} /> : null}
    </template>
  ),
  svg: (n) => (
    <svg viewBox={`0 0 ${n} 1`} preserveAspectRatio="xMidYMid" xmlns="http://www.w3.org/2000/svg">
      <title>title {n}</title>
      <desc>
        <p>HTML in a description {n}</p>
      </desc>
      <defs>
        <linearGradient id="g" gradientTransform={`rotate(${n})`} gradientUnits="userSpaceOnUse">
          <stop offset={n} />
        </linearGradient>
        <clipPath id="c" clipPathUnits="userSpaceOnUse">
          <Path n={n} />
        </clipPath>
      </defs>
      <Group n={n} />
      {n % 2 ? <Path n={n} /> : <Group n={n} />}
      {upTo(n).map((i) => (
        <Path key={i} n={i} />
      ))}
      <a href={`#${n}`} xlink:href={`#old-${n}`}>
        <text textLength={n}>
          <textPath xlink:href="#g" startOffset={n}>
            {n}
          </textPath>
        </text>
      </a>
      <foreignObject width={n}>
        <div>
          HTML <a href={`#${n}`}>link {n}</a>
          <svg viewBox="0 0 2 2">
            {n % 2 ? <Path n={n} /> : null}
            <foreignObject>
              <section>{n % 2 ? <p>inner {n}</p> : 'inner'}</section>
            </foreignObject>
          </svg>
          {n % 2 ? <title>title in HTML</title> : null}
        </div>
      </foreignObject>
      <animate attributeName="x" repeatCount={n} />
    </svg>
  ),
  math: (n) => (
    <math display="block">
      <semantics>
        <mrow>
          <Identifier n={n} />
          <mo>=</mo>
          {n % 2 ? <mn>{n}</mn> : <Identifier n={n} />}
          <mtext>
            text <b>HTML {n}</b> {n % 2 ? <i>odd</i> : null}
          </mtext>
        </mrow>
        <annotation-xml encoding="application/xhtml+xml">
          <p>{n}</p>
          {n % 2 ? <section>odd</section> : null}
        </annotation-xml>
        <annotation-xml encoding="MathML-Content">
          {n % 2 ? <mi>odd</mi> : <mn>{n}</mn>}
        </annotation-xml>
        <annotation-xml encoding="SVG1.1">
          <svg>
            <Path n={n} />
          </svg>
        </annotation-xml>
      </semantics>
    </math>
  ),
  'custom elements': (n) => (
    <p>
      <x-plain size={n} dataSet="a" open={n % 2 === 1} hidden={n % 2 === 0} aria-busy={n % 2 === 1}>
        {n}
      </x-plain>
      <x-list {...{ Items: n, title: undefined, disabled: true, class: n % 2 ? 'a b' : 'a' }}>
        {upTo(n).map((i) => (
          <x-item key={i} value={i}>
            {i}
          </x-item>
        ))}
      </x-list>
    </p>
  ),
  ruby: (n) => (
    <ruby>
      漢<rp>(</rp>
      <rt>{n}</rt>
      <rp>)</rp>
    </ruby>
  ),
}

export const make: Case = (n) =>
  Object.entries(CASES).map(([name, one]) => (
    <section key={name} title={name}>
      {one(n)}
    </section>
  ))
