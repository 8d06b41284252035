// Attributes: values of every kind, signals, class and style, spreads, namespaces.
import { expect, test } from 'vitest'
import { computed, signal } from 'pantograph'
import { inStep } from './compare.ts'
import { domOf } from './dom-text.ts'
import { open, TestPage } from './page.ts'

test('values of every kind are the same in HTML and when they come later', async () => {
  const values: unknown[] = [
    'text',
    '',
    '"<&>',
    7,
    0,
    -0,
    1.5,
    2 ** 40,
    true,
    false,
    null,
    undefined,
    'a\rb',
    10n,
  ]
  const at = signal(0)
  const page = await open(() => () => {
    const value = values[at.value] as string
    return (
      <a title={value} aria-label={value} data-value={value} hidden={value as never} href={value}>
        <button disabled={value as never} />
      </a>
    )
  })
  for (let i = 0; i < values.length * 2; i++) {
    at.value = (i * 5 + 1) % values.length
    await page.settle()
    await inStep(page)
  }
  expect(page.log).toEqual([])
})

test('a boolean attribute is there or not, a word is written', async () => {
  const on = signal(true)
  const page = await open(() => () => (
    <button disabled={on.value} aria-pressed={on.value} draggable={on.value} />
  ))
  expect(page.html).toContain('<button disabled aria-pressed="true" draggable="true"></button>')
  on.value = false
  await page.settle()
  expect(domOf(page.root)).toBe('<button aria-pressed="false" draggable="false"></button>')
})

test('a signal bound to an attribute changes that attribute only', async () => {
  let views = 0
  const title = signal<string | null>('a')
  const classes = computed(() => ({ on: title.value === 'b' }))
  const page = await open(() => () => {
    views++
    return <p title={title} class={classes} />
  })
  for (const [next, dom] of [
    ['b', '<p class="on" title="b"></p>'],
    [null, '<p></p>'],
  ] as const) {
    title.value = next
    await page.settle()
    expect(domOf(page.root)).toBe(dom)
  }
  expect(views).toBe(1)
})

test('an attribute may be a signal now and a value then', async () => {
  const bound = signal('bound')
  const isBound = signal(true)
  const page = await open(() => () => <p title={isBound.value ? bound : 'value'} />)
  for (const next of [false, true]) {
    isBound.value = next
    await page.settle()
    bound.value = `bound ${next}`
    await page.settle()
    expect(page.find('p').title).toBe(next ? 'bound true' : 'value')
  }
})

test('class takes strings, arrays and objects', async () => {
  const on = signal(true)
  const page = await open(() => () => (
    <div class={on.value ? 'a b' : undefined}>
      <p class={['x', on.value && 'y', { z: on.value }]} />
      <b className={{ only: on.value }} />
    </div>
  ))
  expect(domOf(page.root)).toBe('<div class="a b"><p class="x y z"></p><b class="only"></b></div>')
  on.value = false
  await page.settle()
  expect(domOf(page.root)).toBe('<div><p class="x"></p><b></b></div>')
})

test('style takes strings, objects and arrays', async () => {
  const width = signal<number | null>(10)
  const page = await open(() => () => (
    <p
      style={{
        width: width.value === null ? null : `${width.value}px`,
        '--n': width.value,
        color: 'red',
      }}
    />
  ))
  const { style } = page.find('p')
  expect([style.width, style.getPropertyValue('--n'), style.color]).toEqual(['10px', '10', 'red'])
  width.value = 20
  await page.settle()
  expect([style.width, style.getPropertyValue('--n'), style.color]).toEqual(['20px', '20', 'red'])
  width.value = null
  await page.settle()
  expect([style.width, style.getPropertyValue('--n'), style.color]).toEqual(['', '', 'red'])
})

test('an address that would run code is left out, at first and later', async () => {
  const href = signal('java\nscript:alert(1)')
  const page = await open(() => () => (
    <p>
      <a href={href.value}>1</a>
      <a href={href}>2</a>
      <a {...{ href: href.value, HREF: href.value }}>3</a>
    </p>
  ))
  const links = (): (string | null)[] =>
    [...page.find('p').children].map((link) => link.getAttribute('href'))
  expect(page.html).not.toContain('script')
  expect(links()).toEqual([null, null, null])
  href.value = '/fine'
  await page.settle()
  expect(links()).toEqual(['/fine', '/fine', '/fine'])
  href.value = 'JAVASCRIPT:alert(1)'
  await page.settle()
  expect(links()).toEqual([null, null, null])
})

test('spreads: attributes, properties, events and signals, also those that come and go', async () => {
  const clicks = signal<string[]>([])
  const bound = signal('s1')
  const spread = signal<Record<string, unknown>>({ title: 'a', class: ['x', 'y'] })
  const page = await open(() => () => (
    <p>
      <input {...spread.value} />
    </p>
  ))
  expect(domOf(page.root)).toBe('<p><input class="x y" title="a"></input></p>')
  spread.value = {
    title: bound,
    value: 'v',
    onClick: () => (clicks.value = [...clicks.value, 'one']),
  }
  await page.settle()
  const input = (): HTMLInputElement => page.find('input')
  expect([input().title, input().value, input().className]).toEqual(['s1', 'v', ''])
  input().click()
  bound.value = 's2'
  await page.settle()
  expect([input().title, clicks.value]).toEqual(['s2', ['one']])
  spread.value = { onClick: () => (clicks.value = [...clicks.value, 'two']) }
  await page.settle()
  input().click()
  await page.settle()
  spread.value = {}
  await page.settle()
  input().click()
  await page.settle()
  expect(clicks.value).toEqual(['one', 'two'])
  expect(domOf(page.root)).toBe('<p><input></input></p>')
  expect(page.log).toEqual([])
})

test.each([undefined, null, false])('spreading %s adds nothing', async (nothing) => {
  const page = await open(() => () => <p {...(nothing as unknown as object)}>text</p>)
  expect(domOf(page.root)).toBe('<p>text</p>')
})

test.each(['onclick', 'a b', '"', 'innerHTML', '@click'])(
  'the name %j in a spread is PG_ATTRIBUTE_NAME',
  (name) => {
    const make = () => new TestPage([[() => <p {...{ [name]: 'x' }} />, {}]])
    expect(make).toThrow(expect.objectContaining({ code: 'PG_ATTRIBUTE_NAME' }))
  },
)

test('an illegal name that comes later ends this page only, with PG_COMPONENT_FAILED', async () => {
  const name = signal('title')
  const page = await open(() => () => <p {...{ [name.value]: 'x' }} />)
  name.value = 'onload'
  await page.settle()
  expect(page.ended).toBe('PG_COMPONENT_FAILED 2')
})

const XHTML = 'http://www.w3.org/1999/xhtml'
const SVG = 'http://www.w3.org/2000/svg'
const MATHML = 'http://www.w3.org/1998/Math/MathML'

test('content that comes later is in the namespace of its place', async () => {
  const shown = signal(false)
  const page = await open(() => () => (
    <div>
      <svg viewBox="0 0 2 2">
        <g>{shown.value && <circle r="1" />}</g>
        <foreignObject>{shown.value && <p>html</p>}</foreignObject>
        {[1, 2].map((n) => shown.value && <a key={n}>{n}</a>)}
      </svg>
      {shown.value && (
        <svg>
          <linearGradient id="later">
            <stop />
          </linearGradient>
          <foreignObject>
            <b>html again</b>
          </foreignObject>
        </svg>
      )}
      {shown.value && (
        <math>
          <mi>x</mi>
        </math>
      )}
      <a>html</a>
    </div>
  ))
  shown.value = true
  await page.settle()
  const namespaceOf = (selector: string): string | null => page.find(selector).namespaceURI
  expect(['circle', 'svg a', '#later', '#later stop'].map(namespaceOf)).toEqual([
    SVG,
    SVG,
    SVG,
    SVG,
  ])
  expect(['foreignObject p', 'foreignObject b', 'div > a'].map(namespaceOf)).toEqual([
    XHTML,
    XHTML,
    XHTML,
  ])
  expect(namespaceOf('mi')).toBe(MATHML)
  expect(page.find('#later').localName).toBe('linearGradient')
})

test('names of SVG keep their capitals', async () => {
  const size = signal(1)
  const page = await open(() => () => (
    <svg viewBox={`0 0 ${size.value} 1`} preserveAspectRatio="none" />
  ))
  size.value = 2
  await page.settle()
  expect(page.find('svg').getAttribute('viewBox')).toBe('0 0 2 1')
  expect(page.find('svg').attributes.length).toBe(2)
})

test('names that every object inherits are attributes like others', async () => {
  const names = { constructor: 'a', valueOf: 'b', toString: 'c' } as object
  const page = await open(() => () => <p {...names} />)
  expect(page.find('p').getAttribute('constructor')).toBe('a')
  expect(page.find('p').getAttribute('toString')).toBe('c')
})

test('elements of raw text take spread attributes', async () => {
  const given = { title: 'frame' }
  const page = await open(() => () => <iframe {...given}></iframe>)
  expect(page.find('iframe').title).toBe('frame')
})

test('an animation of SVG cannot make an address run code', () => {
  const script = 'javascript:alert(1)'
  const page = new TestPage([
    [
      () => () => (
        <svg>
          {['to', 'from', 'by', 'values'].map((name) => (
            <animate
              {...{ attributeName: 'href', [name]: name === 'values' ? `#;${script}` : script }}
            />
          ))}
        </svg>
      ),
      {},
    ],
  ])
  expect(page.fresh()).not.toContain('script')
})
