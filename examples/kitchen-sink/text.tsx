// Elements of text, lists and tables.
import { computed, signal } from 'pantograph'
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

export function Structure() {
  return (
    <Section id="structure" title="Structure">
      <article>
        <header>
          <hgroup>
            <h4>An article</h4>
            <p>with what belongs to its heading</p>
          </hgroup>
        </header>
        <h5>A part</h5>
        <p>Its text.</p>
        <h6>A part of the part</h6>
        <p>Text, again.</p>
        <footer>
          <small>The end of the article.</small>
        </footer>
      </article>
      <search>
        <a href="#forms">Fields to search with</a> are further down.
      </search>
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

interface Runner {
  readonly animal: string
  /** In km/h. */
  readonly speed: number
}

const SPEEDS: readonly Runner[] = [
  { animal: 'Snail', speed: 0.05 },
  { animal: 'Cheetah', speed: 112 },
  { animal: 'Falcon', speed: 389 },
]
const TORTOISE: Runner = { animal: 'Tortoise', speed: 0.8 }

export function Tables() {
  const isFastFirst = signal(false)
  const runners = signal(SPEEDS)
  const shown = computed(() =>
    runners.value.toSorted((a, b) => (isFastFirst.value ? b.speed - a.speed : a.speed - b.speed)),
  )

  return () => (
    <Section id="tables" title="Tables">
      <table>
        <caption>How fast animals are</caption>
        <colgroup>
          <col />
        </colgroup>
        <colgroup span={2} class="numbers" />
        <thead>
          <tr>
            <th scope="col" rowspan={2}>
              Animal
            </th>
            <th scope="colgroup" colspan={2}>
              Speed
            </th>
          </tr>
          <tr>
            <th scope="col">km/h</th>
            <th scope="col">m/s</th>
          </tr>
        </thead>
        <tbody>
          {shown.value.map((runner) => (
            <Row key={runner.animal} {...runner} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colspan={3}>Measured by others.</td>
          </tr>
        </tfoot>
      </table>
      <p class="line">
        <button type="button" onClick={() => (isFastFirst.value = !isFastFirst.value)}>
          Turn it round
        </button>
        <button
          type="button"
          onClick={() =>
            (runners.value = runners.value === SPEEDS ? [...SPEEDS, TORTOISE] : SPEEDS)
          }
        >
          With or without a tortoise
        </button>
      </p>
    </Section>
  )
}

/** A component may begin with a part of a table. */
function Row({ animal, speed }: Runner) {
  return (
    <tr>
      <th scope="row">{animal}</th>
      <td>{speed}</td>
      <td>{(speed / 3.6).toFixed(2)}</td>
    </tr>
  )
}
