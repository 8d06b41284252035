// Texts that an HTML parser, UTF-8 or a control alters, and the places where texts stand.
import { signal } from 'pantograph'
import type { Child, WritableSignal } from 'pantograph'

const VALUES: readonly string[] = [
  'plain',
  '',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00',
  'a\ud83d',
  '\ude00b',
  '\ude00\ud83d',
  '😀 é 漢',
  '\r',
  '\n',
  '\r\n',
  '\n\n',
  '\n\r\na\rb\r\n',
  '\t \f \v',
  ' a  b ',
  '\u00a0',
  '\ufeff',
  '\ufeffa',
  '\ufffe\uffff',
  '\u{1ffff}\u{10ffff}',
  '\ufdd0',
  '\u0001\u0008\u000b\u001f\u007f',
  '\u0080\u0085\u009f',
  '\u2028\u2029',
  '\u200b\u202e',
  '&amp; &lt; &#0; &#xD800; &notin; &copy',
  '<b>"\'`</b><!--x--><![CDATA[y]]>',
  '</textarea></title></style></script>',
  '\ufffd',
]

const signals = new Map<string, WritableSignal<string>>()

/** A signal that holds the text: always the same one. */
function bound(text: string): WritableSignal<string> {
  const known = signals.get(text) ?? signal(text)
  signals.set(text, known)
  return known
}

for (const text of VALUES) bound(text)

/** Handlers that ran: nobody types here. */
export const heard: string[] = []

const Text = ({ of }: { of: string }) => of

const PLACES: readonly ((text: string, n: number) => Child)[] = [
  (text) => <p>{text}</p>,
  (text) => (
    <p>
      {text}
      {text}-{text}
      <b>{text}</b>
      {text}
    </p>
  ),
  (text) => (
    <p>
      <Text of={text} />
      <Text of={text} />
      {[text, '', text]}
      {bound(text)}
    </p>
  ),
  (text) => <p title={text} data-x={text} lang={text} class={text} aria-label={bound(text)} />,
  (text) => <p {...{ title: text, 'data-x': text, hidden: text === '' }} />,
  (text) => <p class={[text, { [text]: true }]}>x</p>,
  (text) => <textarea value={text} onInput={() => heard.push(text)} />,
  (text) => <textarea>{text}</textarea>,
  (text) => <textarea {...{ value: text, placeholder: text }} />,
  (text) => <pre>{text}</pre>,
  (text) => (
    <pre>
      {text}
      <b>{text}</b>
    </pre>
  ),
  (text) => <input value={text} placeholder={text} onInput={() => heard.push(text)} />,
  (text) => <input type="hidden" value={text} />,
  (text) => <input type="number" value={text} onInput={() => heard.push(text)} />,
  (text) => <input type="color" value={text} onInput={() => heard.push(text)} />,
  (text) => <input type="email" value={text} onInput={() => heard.push(text)} />,
  (text) => <input type="date" {...{ value: text }} />,
  (text) => <input type="range" value={text} onInput={() => heard.push(text)} />,
  (text) => <input type="checkbox" value={text} checked={text === ''} />,
  (text) => (
    <select value={text}>
      <option>other</option>
      <option value={text}>value {text}</option>
      <option label={text}>{text}</option>
    </select>
  ),
  (text) => (
    <select multiple value={[text, 'other']}>
      <optgroup label={text}>
        <option value="other">{text}</option>
        <option value={text}>x</option>
      </optgroup>
    </select>
  ),
  (text) => (
    <select value={text}>
      <option>first</option>
      <option>{text}</option>
    </select>
  ),
  (text) => (
    <svg>
      <title>{text}</title>
      <text x={text}>{text}</text>
      <desc>{text}</desc>
    </svg>
  ),
  (text) => (
    <math>
      <mi>{text}</mi>
      <mtext class={text}>{text}</mtext>
    </math>
  ),
  (text) => <template>{text}</template>,
  (text) => <x-text text={text}>{text}</x-text>,
  (text) => (
    <table>
      <tbody>
        <tr>
          <td title={text}>{text}</td>
        </tr>
      </tbody>
    </table>
  ),
  (text, n) => <p>{n % 2 ? text : <i>{text}</i>}</p>,
]

/** Every text at every place, each going on to the next one. */
export const make = (n: number): Child =>
  PLACES.map((place, p) => (
    <section key={p} title={`place ${p}`}>
      {VALUES.map((_, v) => (
        <div key={v} title={`text ${v}`}>
          {place(VALUES[(v + n) % VALUES.length] as string, n)}
        </div>
      ))}
    </section>
  ))
