// Every place that a value may stand in, as authors write them: each is handed one payload after the other.
import { signal } from 'pantograph'
import type { Child, WritableSignal } from 'pantograph'
import { HIT, NAMES, REFRESHES, STYLES, TEXTS, URLS } from './payloads.ts'

type Slot = (value: string) => Child

const signals = new Map<string, WritableSignal<string>>()
for (const text of [...TEXTS, ...URLS]) signals.set(text, signal(text))

/** A signal that holds the payload. */
const bound = (text: string) => signals.get(text) as WritableSignal<string>

const Shows = ({ value, children }: { value: string; children?: Child }) => (
  <p title={value} id={value}>
    {value}
    {children}
  </p>
)
const Passes = ({ with: props }: { with: object }) => <p {...props}>passed</p>
const ViewOf =
  ({ value }: { value: string }) =>
  () => <em class={value}>{value}</em>

/** Where texts stand. */
const ANYWHERE: readonly Slot[] = [
  (value) => value,
  (value) => <p>{value}</p>,
  (value) => [value, <b key={value}>{value}</b>],
  (value) => <Shows value={value}>{value}</Shows>,
  (value) => <ViewOf value={value} />,
  (value) => <p>{bound(value)}</p>,
  (value) => (
    <p title={bound(value)} class={value} id={value} lang={value} data-x={value}>
      x
    </p>
  ),
  (value) => <p class={[value, { [value]: true }]} aria-label={value} />,
  (value) => (
    <Passes with={{ title: value, class: value, id: value, 'data-x': value, alt: value }} />
  ),
  (value) => <textarea value={value} placeholder={value} />,
  (value) => <textarea>{value}</textarea>,
  (value) => <pre>{value}</pre>,
  (value) => <title>{value}</title>,
  (value) => <input value={value} name={value} pattern={value} />,
  (value) => <input {...{ value, type: 'text' }} />,
  (value) => (
    <select value={value}>
      <optgroup label={value}>
        <option value={value} label={value}>
          {value}
        </option>
      </optgroup>
    </select>
  ),
  (value) => (
    <svg aria-label={value}>
      <title>{value}</title>
      <desc>{value}</desc>
      <text x={value}>{value}</text>
      <foreignObject>{value}</foreignObject>
    </svg>
  ),
  (value) => (
    <math>
      <mtext>{value}</mtext>
      <annotation-xml encoding="text/html">{value}</annotation-xml>
    </math>
  ),
  (value) => <template title={value}>{value}</template>,
  (value) => <x-card text={value}>{value}</x-card>,
  (value) => <img alt={value} srcset={value} sizes={value} />,
  (value) => <link rel="preload" as="image" imagesrcset={value} />,
  (value) => <a href="#x" target={value} rel={value} download={value} type={value} />,
]

/** Where addresses stand. They are clicked and sent as well. */
const ADDRESSES: readonly Slot[] = [
  (url) => (
    <a href={url} class="press">
      a
    </a>
  ),
  (url) => <a {...{ href: url, class: 'press' }}>a</a>,
  (url) => <a {...{ HREF: url, class: 'press' }}>a</a>,
  (url) => (
    <a href={bound(url)} class="press">
      a
    </a>
  ),
  (url) => <a href="#x" ping={url} class="press" />,
  (url) => (
    <map name="m">
      <area href={url} class="press" />
    </map>
  ),
  (url) => (
    <form action={url}>
      <button class="press">send</button>
    </form>
  ),
  (url) => (
    <form>
      <button formaction={url} class="press">
        send
      </button>
      <input type="submit" {...{ formAction: url }} class="press" />
      <input type="image" src={url} formaction={url} class="press" />
    </form>
  ),
  (url) => <img src={url} longdesc={url} usemap={url} />,
  (url) => <iframe src={url} />,
  (url) => <iframe {...{ SRC: url }} />,
  (url) => <embed src={url} />,
  (url) => <object data={url} />,
  (url) => <object {...{ DATA: url, codebase: url, classid: url, type: 'text/html' }} />,
  (url) => (
    <object>
      <param {...{ name: 'src', value: url }} />
    </object>
  ),
  (url) => (
    <video src={url} poster={url} autoplay>
      <source src={url} />
      <track src={url} default kind="subtitles" />
    </video>
  ),
  (url) => <audio src={url} autoplay />,
  (url) => <link rel="stylesheet" href={url} />,
  (url) => <link rel="icon" href={url} />,
  (url) => <link rel="modulepreload" href={url} />,
  (url) => <script async src={url} />,
  (url) => <script type="module" {...{ src: url }} />,
  (url) => <blockquote cite={url} />,
  (url) => (
    <p {...{ background: url, src: url, data: url, href: url, profile: url, manifest: url }} />
  ),
  (url) => (
    <svg>
      <a href={url} class="press">
        <text y="20">a</text>
      </a>
      <a xlink:href={url} class="press">
        <text y="20">a</text>
      </a>
      <a {...{ 'XLINK:HREF': url, class: 'press' }}>
        <text y="20">a</text>
      </a>
    </svg>
  ),
  (url) => (
    <svg>
      <use href={url} />
      <use xlink:href={url} />
      <image href={url} xlink:href={url} />
      <script href={url} />
      <script xlink:href={url} />
      <filter>
        <feImage href={url} />
      </filter>
    </svg>
  ),
  (url) => (
    <svg>
      <a class="press">
        <set attributeName="href" to={url} />
        <text y="20">a</text>
      </a>
      <a class="press">
        <animate attributeName="href" values={url} dur="1s" fill="freeze" />
        <text y="20">a</text>
      </a>
      <a class="press">
        <animate attributeName="xlink:href" from={url} to={url} by={url} dur="1s" fill="freeze" />
        <text y="20">a</text>
      </a>
      <a class="press">
        <animate attributeName="href" values={`#x;${url};${url}`} dur="1ms" fill="freeze" />
        <text y="20">a</text>
      </a>
    </svg>
  ),
  (url) => (
    <math>
      <mtext {...{ href: url, 'xlink:href': url, class: 'press' }}>m</mtext>
      <maction {...{ actiontype: 'statusline', 'xlink:href': url }}>
        <mi>x</mi>
      </maction>
    </math>
  ),
  (url) => <x-link href={url} src={url} />,
]

const STYLED: readonly Slot[] = [
  (style) => <p style={style}>styled</p>,
  (style) => <p {...{ style }}>styled</p>,
  (style) => <p style={{ color: style, [style]: style, background: style }}>styled</p>,
  (style) => <svg style={style} fill={style} filter={style} />,
  (style) => <p style={[style, { '--x': style }]}>styled</p>,
]

const REFRESHING: readonly Slot[] = [
  (content) => <meta http-equiv="refresh" content={content} />,
  (content) => <meta {...{ 'http-equiv': 'refresh', content }} />,
]

const GROUPS: readonly [readonly Slot[], readonly string[]][] = [
  [ANYWHERE, TEXTS],
  [ADDRESSES, URLS],
  [STYLED, STYLES],
]

/** Every slot with every payload, from the `n`-th on. */
export const make = (n: number): Child => all(GROUPS, n)

/** Pages that would leave at once. */
export const makeRefreshing = (n: number): Child => all([[REFRESHING, REFRESHES]], n)

const all = (groups: typeof GROUPS, n: number): Child =>
  groups.map(([slots, payloads], group) => (
    <section key={group}>
      {payloads.map((_, p) => {
        const payload = payloads[(p + n) % payloads.length] as string
        return (
          <div key={`${payload} ${p}`} data-payload={payload}>
            {slots.map((slot, s) => (
              <div key={s}>{slot(payload)}</div>
            ))}
          </div>
        )
      })}
    </section>
  ))

/** Spreads with names that are not the author's, some of which are refused. */
export const SPREADS: readonly (() => Child)[] = NAMES.flatMap((name) => {
  // So that `__proto__` is a name like any other.
  const props = JSON.parse(
    `{ ${JSON.stringify(name)}: ${JSON.stringify(HIT)}, "src": "x", "autofocus": true }`,
  ) as object
  return [
    () => <p {...props} />,
    () => <img {...props} />,
    () => <input {...props} />,
    () => <iframe {...props} />,
    () => <svg {...props} />,
    () => <x-card {...props} />,
  ]
})
