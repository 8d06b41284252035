// Elements of text, lists and tables.
import { signal } from 'pantograph'
import { Section } from './section.tsx'

export function Text() {
  return (
    <Section id="text" title="Text">
      <p>
        <strong>Strong</strong>, <em>emphasised</em>, <b>bold</b>, <i>italic</i>, <u>underlined</u>,{' '}
        <s>struck</s>, <small>small</small>, <mark>marked</mark>, H<sub>2</sub>O, E=mc<sup>2</sup>,{' '}
        <abbr title="HyperText Markup Language">HTML</abbr>, <dfn>defined</dfn>, <cite>cited</cite>,{' '}
        <q>quoted</q>, <code>code</code>, <var>x</var>, <samp>output</samp>, <kbd>Ctrl</kbd>,{' '}
        <time datetime="2026-11-21">21 November 2026</time>, <data value="42">forty-two</data>,{' '}
        <del>removed</del> <ins>inserted</ins>.
      </p>
      <p>
        <ruby>
          漢<rp>(</rp>
          <rt>kan</rt>
          <rp>)</rp>字<rp>(</rp>
          <rt>ji</rt>
          <rp>)</rp>
        </ruby>
        , <bdi>إيان</bdi>, <bdo dir="rtl">reversed</bdo>, super
        <wbr />
        califragilistic
        <br />a second line.
      </p>
      <blockquote cite="https://www.rfc-editor.org/rfc/rfc1925">
        <p>With sufficient thrust, pigs fly just fine.</p>
      </blockquote>
      <pre tabindex="0" role="region" aria-label="Preformatted">
        {'\n  The first line is empty,\n    and the spaces stay.\n'}
      </pre>
      <hr />
      <address>
        Made by <a href="#text">the server</a>.
      </address>
    </Section>
  )
}

export function Lists() {
  return (
    <Section id="lists" title="Lists">
      <ul>
        <li>Unordered</li>
        <li>
          with another inside
          <ol type="a" start={3}>
            <li>from c</li>
            <li value={7}>to g</li>
          </ol>
        </li>
      </ul>
      <ol reversed>
        <li>Two</li>
        <li>One</li>
      </ol>
      <dl>
        <dt>Term</dt>
        <dd>and what it means</dd>
      </dl>
      <menu>
        <li>
          <a href="#tables">A menu’s item</a>
        </li>
      </menu>
    </Section>
  )
}

const SPEEDS = [
  { animal: 'Snail', speed: 0.05 },
  { animal: 'Cheetah', speed: 112 },
  { animal: 'Falcon', speed: 389 },
]

export function Tables() {
  const isFastFirst = signal(false)

  return () => (
    <Section id="tables" title="Tables">
      <table>
        <caption>How fast animals are</caption>
        <colgroup>
          <col />
          <col class="numbers" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Animal</th>
            <th scope="col">km/h</th>
          </tr>
        </thead>
        <tbody>
          {SPEEDS.toSorted((a, b) =>
            isFastFirst.value ? b.speed - a.speed : a.speed - b.speed,
          ).map(({ animal, speed }) => (
            <tr key={animal}>
              <th scope="row">{animal}</th>
              <td>{speed}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colspan={2}>Measured by others.</td>
          </tr>
        </tfoot>
      </table>
      <button type="button" onClick={() => (isFastFirst.value = !isFastFirst.value)}>
        Turn it round
      </button>
    </Section>
  )
}
