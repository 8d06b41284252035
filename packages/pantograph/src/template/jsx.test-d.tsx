// What JSX accepts and what it refuses. Checked by `npm run types`; nothing here runs. TypeScript lets every name with
// a hyphen through that it does not know, and checks no value of `data-*`.
import { computed, signal } from '../reactivity/signal.ts'
import type { PantographFile } from './events.ts'
import type { Child, JSX } from './jsx.ts'
import { command } from './command.ts'
import { on } from './on.ts'

const text = signal('a')
const count = signal(0)
const isOn = computed(() => count.value > 0)
const maybe = signal<string | null>(null)
const kind = signal<'text' | 'email'>('text')

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Refuses everything but exactly that type. */
const exactly =
  <A,>() =>
  <B,>(_value: B, ..._proof: Same<A, B> extends true ? [] : [never]): void => {}

export const attributes = (
  <>
    <p id="a" title={text} lang={maybe} hidden={isOn} tabindex={-1} data-x={1} data-y={isOn} />
    <p title={null} lang={undefined} hidden="until-found" translate="no" contenteditable />
    <p aria-hidden aria-label={text} aria-current="page" aria-expanded={isOn} aria-level={2} />
    <p role="alert" itemscope itemprop="name" key={1} />
    <p role="doc-tip note" popover draggable="true" spellcheck={false} />
    <a href="/a" target="_blank" rel="noopener" download />
    <a href={text} target="frame" download="name" />
    <img src="/a" alt="" width={10} height="20" loading="lazy" crossorigin="" />
    <label for="a" />
    <label htmlFor={text} className="b" />
    <meta property="og:title" content={text} />
    <meta charset="utf-8" />
    <video muted={isOn} autoplay playsinline controls />
    <ol type="a" start={3} reversed />
    <td colspan={2} />
    <details open={isOn} name="group" />
    <button type="button" commandfor="a" command="show-modal" disabled={isOn} />
    <form method="post" novalidate accept-charset="utf-8" />

    {/* @ts-expect-error -- no attribute of <input> */}
    <input valu="x" />
    {/* @ts-expect-error -- a text, not a handler */}
    <div onClick="x" />
    {/* @ts-expect-error -- no attribute of <a> */}
    <a hreff />
    {/* @ts-expect-error -- an address is a text */}
    <a href={1} />
    {/* @ts-expect-error -- no type of a button */}
    <button type="x" />
    {/* @ts-expect-error -- of <a>, not of <div> */}
    <div href="/a" />
    {/* @ts-expect-error -- a text */}
    <input disabled="no" />
    {/* @ts-expect-error -- HTML writes it in lower case */}
    <p tabIndex={1} />
    {/* @ts-expect-error -- no such role */}
    <p role="buton" />
    {/* @ts-expect-error -- not one of its values */}
    <p aria-current="maybe" />
    {/* @ts-expect-error -- a signal of what it does not take */}
    <p hidden={count} />
    {/* @ts-expect-error -- it would insert HTML unchecked */}
    <iframe srcdoc="<p>" />
    {/* @ts-expect-error -- it would insert HTML unchecked */}
    <p innerHTML="<b>" />
    {/* @ts-expect-error -- no element */}
    <dvi />
  </>
)

export const bindings = (
  <>
    <input bind={text} />
    <input type="number" bind={count} />
    <input type="checkbox" bind={signal(true)} />
    <input type="checkbox" value="a" bind={signal(['a'])} />
    <input type="checkbox" value="a" bind={signal(new Set(['a']))} />
    <input type="date" bind={signal<Date | null>(null)} />
    <input type="file" bind={signal<PantographFile[]>([])} />
    <input bind={maybe} onInput={on(() => {}, { debounce: 100 })} />
    <input bind={isOn.value && text} />
    <textarea bind={text} />
    <select bind={kind} />
    <select multiple bind={signal(['a'])} />
    <div contenteditable bind={text} />
    <input {...{ bind: text, name: 'a' }} />

    {/* @ts-expect-error -- the signal itself, not what it holds */}
    <input bind={text.value} />
    {/* @ts-expect-error -- nobody can write it */}
    <input bind={computed(() => 'a')} />
    {/* @ts-expect-error -- no control shows it */}
    <input bind={signal({ a: 1 })} />
    {/* @ts-expect-error -- a text has no numbers */}
    <textarea bind={count} />
    {/* @ts-expect-error -- no choice is on or off */}
    <select bind={signal(true)} />
  </>
)

export const classesAndStyles = (
  <>
    <p class="a b" />
    <p class={{ a: true, b: count.value > 1, c: undefined }} />
    <p class={['a', isOn.value && 'b', ['c', { d: 1 }], null]} />
    <p class={text} className={computed(() => ({ a: isOn.value }))} />
    <p style="color: red" />
    <p style={{ color: 'red', marginTop: 4, '--x': 1, top: isOn.value && 3 }} />
    <p style={['color: red', { top: null }]} />
    <p style={computed(() => ({ width: `${count.value}px` }))} />
    {/* @ts-expect-error -- names are texts */}
    <p class={1} />
    {/* @ts-expect-error -- names are texts */}
    <p class={['a', 1]} />
    {/* @ts-expect-error -- true is no declaration */}
    <p style={{ color: true }} />
  </>
)

export const properties = (
  <>
    <input type={kind} value={text} checked={isOn} />
    <input type="number" value={1} min={0} max="9" step="any" />
    <input type="checkbox" checked required readonly list="a" autocomplete="one-time-code" />
    <textarea value={text} rows={3} />
    <select value={['a', 'b']} multiple>
      <option value={1} selected>
        one
      </option>
    </select>
    <select value={2} />
    {/* @ts-expect-error -- no type of an input */}
    <input type="txt" />
    {/* @ts-expect-error -- one value */}
    <input value={['a']} />
    {/* @ts-expect-error -- a checkbox has it */}
    <p checked />
  </>
)

export const events = (
  <>
    <p
      onClick={(event) => {
        exactly<number>()(event.button)
        exactly<boolean>()(event.shiftKey)
        exactly<string>()(event.id)
      }}
      onDblClick={(event) => event.altKey}
      onPointerDown={(event) => event.button}
      onMouseEnter={(event) => event.type}
      onTransitionEnd={() => {}}
      onBeforeInput={null}
      onTouchStart={undefined}
      onScrollEnd={isOn.value && (() => {})}
    />
    <input
      onInput={(event) => {
        exactly<string>()(event.value)
        exactly<boolean>()(event.checked)
        exactly<readonly string[] | undefined>()(event.values)
      }}
      onFocusOut={(event) => event.value}
      onChange={async (event) => event.checked}
      onKeyDown={on((event) => event.key + event.value, { key: 'Enter', preventDefault: true })}
      onKeyUp={(event) => event.repeat && event.ctrlKey}
    />
    <form
      onSubmit={on(
        (event) => {
          exactly<string>()(event.submitter)
          exactly<string | string[] | undefined>()(event.data['name'])
        },
        { preventDefault: true },
      )}
    />
    <video onPlay={() => {}} onTimeUpdate={() => {}} onLoadedMetadata={() => {}} />
    <dialog onClose={() => {}} onCancel={() => {}} onToggle={() => {}} />
    <div
      onMouseMove={(event) => exactly<number>()(event.offsetX)}
      onPointerMove={(event) => exactly<'' | 'mouse' | 'pen' | 'touch'>()(event.pointerType)}
      onTouchMove={(event) => exactly<number | undefined>()(event.touches[0]?.clientX)}
      onWheel={on((event) => exactly<number>()(event.deltaY), { passive: true })}
      onCompositionEnd={(event) => exactly<string>()(event.data)}
      onBeforeInput={(event) => exactly<string>()(event.inputType)}
      onPaste={(event) => exactly<readonly string[]>()(event.types)}
      onDrop={(event) => exactly<readonly string[]>()(event.files)}
      onScroll={(event) => exactly<number>()(event.scrollTop)}
      onResize={on((event) => exactly<number>()(event.width), { throttle: 100 })}
      onToggle={(event) => exactly<boolean>()(event.open)}
      onAnimationEnd={(event) => exactly<string>()(event.animationName)}
      onTransitionEnd={(event) => exactly<string>()(event.propertyName)}
      onSelect={(event) => exactly<number>()(event.start)}
      onVisibilityChange={on((event) => exactly<boolean>()(event.visible), { target: 'document' })}
      onVisible={on((event) => exactly<number>()(event.ratio), { rootMargin: '10px' })}
      onHidden={(event) => exactly<boolean>()(event.visible)}
      onClickOutside={(event) => exactly<number>()(event.button)}
      onKeyDown={on((event) => exactly<string>()(event.code), { key: ['mod+k', 'Escape'] })}
    />
    <button
      onClick={command.hide('#a').then((event) => exactly<number>()(event.button))}
      onKeyDown={command.keys({ Escape: command.hide('#a') })}
      onInput={on(
        command
          .addClass('a', { to: { closest: 'li', inner: 'b' } })
          .optimistic()
          .then((event) => exactly<string>()(event.value)),
        { debounce: 100 },
      )}
      onFocus={on(command.show(), { once: true })}
    />
    {/* @ts-expect-error -- a click has no key */}
    <p onClick={command.hide('#a').then((event) => event.key)} />
    {/* @ts-expect-error -- no such place */}
    <p onClick={command.hide({ around: 'li' })} />
    {/* @ts-expect-error -- the end of a chain */}
    <p onClick={command.then(() => {}).hide()} />
    <audio onTimeUpdate={(event) => exactly<number | null>()(event.duration)} />
    <dialog onClose={(event) => exactly<string>()(event.returnValue)} />
    {/* @ts-expect-error -- a click does not say where it was */}
    <p onClick={(event) => event.clientX} />
    {/* @ts-expect-error -- no such target */}
    <p onClick={on(() => {}, { target: 'body' })} />
    {/* @ts-expect-error -- written as onClick */}
    <p onclick={() => {}} />
    {/* @ts-expect-error -- the DOM event is dblclick */}
    <p onDoubleClick={() => {}} />
    {/* @ts-expect-error -- no such event */}
    <p onKlick={() => {}} />
    {/* @ts-expect-error -- a handler that wants more than there is */}
    <p onScroll={(event: { value: string }) => event.value} />
    {/* @ts-expect-error -- a click has no key */}
    <p onClick={(event) => event.key} />
    {/* @ts-expect-error -- no option */}
    <p onClick={on(() => {}, { prevent: true })} />
  </>
)

export const children = (
  <>
    <p>
      text {1} {2n} {true} {null} {undefined} {text} {count} {<b>!</b>} {['a', 1, <i>b</i>]}{' '}
      {new Set(['a'])}
    </p>
    <ul>
      {Array.from(new Set(['a']), (name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
    <style>{'p { color: red }'}</style>
    {/* @ts-expect-error -- a function is not shown */}
    <p>{() => 'a'}</p>
    {/* @ts-expect-error -- an object is not shown */}
    <p>{{ a: 1 }}</p>
    {/* @ts-expect-error -- a date is not shown */}
    <p>{new Date()}</p>
    {/* @ts-expect-error -- it has no content */}
    <br>a</br>
    {/* @ts-expect-error -- it may change, and cannot be escaped there */}
    <style>{text}</style>
  </>
)

const Plain = ({ name, children }: { name: string; children?: Child }) => (
  <p title={name}>{children}</p>
)
const WithView = ({ from }: { from: number }) => {
  const own = signal(from)
  return () => <p>{own}</p>
}
const Later = async ({ id }: { id: number }) => {
  await Promise.resolve()
  return () => <p>{id}</p>
}
const Nothing = () => null
const Text = () => 'text'
const Many = () => ['a', <b>c</b>]
const Slotted = (props: { children: (name: string) => Child }) => <p>{props.children('a')}</p>
const Generic = <T,>(props: { items: readonly T[]; show: (item: T) => Child }) => (
  <ul>{props.items.map((item) => props.show(item))}</ul>
)
const BadResult = () => ({ a: 1 })
const BadView = () => () => Symbol('a')

export const components = (
  <>
    <Plain name="a" key="1">
      a <b>b</b> {text}
    </Plain>
    <WithView from={1} />
    <Later id={1} key={2n} />
    <Nothing />
    <Text />
    <Many />
    <Slotted>{(name) => <b>{name.toUpperCase()}</b>}</Slotted>
    <Generic items={[1, 2]} show={(item) => item.toFixed()} />
    {/* @ts-expect-error -- name is missing */}
    <Plain />
    {/* @ts-expect-error -- no such prop */}
    <WithView from={1} to={2} />
    {/* @ts-expect-error -- it takes nothing between its tags */}
    <WithView from={1}>a</WithView>
    {/* @ts-expect-error -- a key is a plain value */}
    <Nothing key={{}} />
    {/* @ts-expect-error -- an object is not shown */}
    <BadResult />
    {/* @ts-expect-error -- a symbol is not shown */}
    <BadView />
  </>
)

export const otherLanguages = (
  <>
    <svg viewBox="0 0 10 10" width={10} aria-hidden xmlns="http://www.w3.org/2000/svg">
      <linearGradient id="g" gradientUnits="userSpaceOnUse" />
      <path d="M0 0" fill="none" stroke={text} stroke-width={2} stroke-linecap="round" />
      <circle cx={1} cy="2" r={count} onClick={(event) => event.button} class={{ a: 1 }} />
      <text x={1} text-anchor="middle" transform="rotate(45)">
        {count}
      </text>
      <a href="/a" fill="red" />
      <use href="#a" />
      <use xlink:href="#a" />
      <animate attributeName="r" fill="freeze" dur="1s" values="1;2" />
      <feColorMatrix in="SourceGraphic" type="hueRotate" values="1" />
      {/* @ts-expect-error -- not one of its values */}
      <feColorMatrix type="hue" />
      {/* @ts-expect-error -- SVG has capitals in it */}
      <svg viewbox="0 0 1 1" />
      {/* @ts-expect-error -- of <circle> */}
      <rect r={1} />
    </svg>
    <math display="block">
      <mfrac linethickness="1px">
        <mi mathvariant="normal">x</mi>
        <mo stretchy="false">+</mo>
      </mfrac>
      <annotation-xml encoding="text/html" />
      {/* @ts-expect-error -- block or inline */}
      <math display="none" />
    </math>
  </>
)

export const customElements = (
  <>
    <my-el anything={1} other={{ a: 1 }} class={['a']} onClick={(event) => event.button}>
      a
    </my-el>
    {/* @ts-expect-error -- what every element takes keeps its type */}
    <my-el title={{}} />
  </>
)

export const spread = (props: JSX.IntrinsicElements['input']) => (
  <input {...props} {...{ title: 'a' }} value={text} />
)

// @ts-expect-error -- no element, not even as a name
export const tag: JSX.ElementType = 'dvi'
export const tags: JSX.ElementType[] = ['div', 'my-el', 'svg', Plain, Later]
exactly<JSX.Element>()(<p />)
