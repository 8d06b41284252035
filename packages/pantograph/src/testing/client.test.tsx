// The page client against a real session, joined by their bytes.
import { describe, expect, test } from 'vitest'
import { Link, navigate, on, signal, url } from 'pantograph'
import { HtmlWriter } from '../render/html.ts'
import { Session } from '../session/session.ts'
import type { Component } from '../template/block.ts'
import { readUpstream } from '../wire/upstream.ts'
import type { Hello } from '../wire/upstream.ts'
import { PageClient } from './client.ts'
import { findRoots } from './html.ts'

const silent = { info() {}, warn() {}, error() {} }

interface Opened {
  page: PageClient
  session: Session
}

/** A page and its session; `alter` changes the HTML on its way. */
function join(component: Component, alter = (html: string): string => html): Opened {
  const session = new Session('test', '/page', null, {
    limits: { eventsPerSecond: 1e9, burst: 1e9, maxQueuedEvents: 1000 },
    host: {
      log: silent,
      onClosed() {},
      onDetached() {},
      ticket: () => new Uint8Array(0),
      tellKept() {},
      shared: () => ({ isLoaded: true, load: () => Promise.resolve() }),
    },
    ownsUrl: (address) => address.startsWith('/page'),
  })
  session.addRoot(component, {})
  const writer = new HtmlWriter()
  session.writeHtml(0, writer)
  const html = alter(
    `<main><div data-id="r0" data-component="C" data-session="t">${writer.finish().toString()}</div></main>`,
  )
  const page = new PageClient(html, findRoots(html), '/page', true)
  const transport = {
    send: (bytes: Uint8Array) => page.receive(bytes),
    close: () => queueMicrotask(() => page.disconnected()),
    pause() {},
  }
  let greeted = false
  page.connected({
    send(bytes) {
      if (greeted) return queueMicrotask(() => session.link.receive(bytes, transport))
      greeted = true
      session.link.attach(transport, readUpstream(bytes) as Hello, 'adopt')
    },
    close() {},
  })
  return { page, session }
}

async function open(component: Component): Promise<PageClient> {
  const { page } = join(component)
  await page.idle()
  return page
}

/** What the server would show a new visitor, as text. */
const shown = ({ session }: Opened): string => {
  const writer = new HtmlWriter()
  session.writeHtml(0, writer)
  const html = `<div data-id="r" data-component="C" data-session="t">${writer.finish().toString()}</div>`
  const text = (nodes: ReturnType<typeof findRoots>[0]['children']): string =>
    nodes.map((node) => (typeof node === 'string' ? node : text(node.children))).join('')
  return text(findRoots(html)[0]?.children ?? [])
}

describe('a counter', () => {
  function Counter() {
    const count = signal(0)
    return () => <button onClick={() => count.value++}>Clicked {count} times</button>
  }

  test('shows what it adopted, then what frames say', async () => {
    const page = await open(Counter)
    expect(page.text).toBe('Clicked 0 times')
    page.click()
    await page.idle()
    expect(page.text).toBe('Clicked 1 times')
  })

  test('counts events and frames', async () => {
    const page = await open(Counter)
    const before = page.counts.bytesDown
    for (let i = 0; i < 3; i++) {
      page.click('button')
      await page.idle()
    }
    const { events, eventBytes, frames, frameBytes, bytesDown } = page.counts
    expect({ events, eventBytes, frames, frameBytes }).toEqual({
      events: 3,
      // The first click has nothing to acknowledge.
      eventBytes: 3 + 4 + 4,
      frames: 3,
      frameBytes: 15,
    })
    expect(bytesDown).toBe(before + frameBytes)
  })

  test('tells of each frame', async () => {
    const page = await open(Counter)
    const frames: number[][] = []
    page.onFrame = (frame) => frames.push([...frame])
    page.click(0)
    await page.idle()
    expect(frames).toHaveLength(1)
    expect(frames[0]?.slice(0, 2)).toEqual([8, 1])
  })

  test('an element that is not there', async () => {
    const page = await open(Counter)
    expect(() => page.click(1)).toThrow('no element that listens to click is 1')
    expect(() => page.click('#other')).toThrow('no element')
    expect(() => page.input(0, 'x')).toThrow('listens to input')
  })

  test('an address that was never sent ends the page', async () => {
    const page = await open(Counter)
    page.fireAt(99, 0)
    await expect(page.idle()).rejects.toThrow('PG_UNKNOWN_BLOCK')
    expect(page.ended).toBe('PG_UNKNOWN_BLOCK')
    expect(() => page.click()).toThrow('PG_UNKNOWN_BLOCK')
  })

  test('HTML that was altered on its way', async () => {
    const { page } = join(Counter, (html) => html.replace('Clicked', 'clicked'))
    await expect(page.idle()).rejects.toThrow('PG_WIRE digest')
  })
})

describe('lists', () => {
  const ITEMS = [1, 2, 3, 4, 5, 6]

  function List() {
    const items = signal(ITEMS)
    const set = (next: number[]) => () => (items.value = next)
    return () => (
      <div>
        <button id="reverse" onClick={() => (items.value = items.value.toReversed())} />
        <button id="some" onClick={set([9, 2, 7, 4, 8])} />
        <button id="none" onClick={set([])} />
        <button id="all" onClick={set(ITEMS)} />
        <ul>
          {items.value.map((n) => (
            <li key={n} class={n % 2 === 0 ? 'even' : 'odd'} data-n={n}>
              <b onClick={() => (items.value = items.value.filter((other) => other !== n))}>
                item {n}
              </b>
              , <i>still</i>
            </li>
          ))}
        </ul>
      </div>
    )
  }

  test.each([
    ['reverse'],
    ['some'],
    ['none'],
    ['some', 'reverse', 'all', 'some'],
    ['none', 'all', 'reverse', 'none', 'some'],
  ])('after %s, %s, %s …', async (...steps) => {
    const opened = join(List)
    const { page } = opened
    await page.idle()
    for (const step of steps) {
      page.click(`#${step}`)
      await page.idle()
      expect(page.text).toBe(shown(opened))
    }
  })

  test('elements are found by place, text and attributes', async () => {
    const page = await open(List)
    page.click(({ text }) => text === 'item 3')
    await page.idle()
    expect(page.text).not.toContain('item 3')
    page.click(4)
    await page.idle()
    expect(page.text).not.toContain('item 1')
    const [first] = page.listeners('click')
    expect([first?.tag, first?.attributes.get('id'), first?.matches('button#reverse')]).toEqual([
      'button',
      'reverse',
      true,
    ])
    expect(page.listeners('click')).toHaveLength(8)
  })
})

describe('content', () => {
  test('texts that touch, nothing, blocks in turn', async () => {
    const step = signal(0)
    const contents = ['', 'a', 0, null, <b>x</b>, [<i key="1">1</i>, 'two'], '<&>', <b>y{step}</b>]
    const View = () => () => (
      <p>
        {'left '}
        {contents[step.value]}
        {step}
        {' right'}
      </p>
    )
    for (let start = 0; start < contents.length; start++) {
      step.value = start
      const opened = join(View)
      await opened.page.idle()
      expect(opened.page.text).toBe(shown(opened))
      for (const [next] of contents.entries()) {
        step.value = next
        await Promise.resolve()
        await Promise.resolve()
        expect(opened.page.text).toBe(shown(opened))
      }
    }
  })

  test('spreads: attributes, and events whose name travels', async () => {
    const count = signal(0)
    const View = () => () => (
      <button {...{ class: `big n${count.value}`, onClick: () => count.value++ }} type="button">
        {count}
      </button>
    )
    count.value = 0
    const page = await open(View)
    page.click('button.big[type=button]')
    await page.idle()
    expect(page.text).toBe('1')
    expect(page.listener('click', 0).attributes.get('class')).toBe('big n1')
  })

  test('controls: typing, keys, forms', async () => {
    const heard = signal('')
    const View = () => () => (
      <form onSubmit={(event) => (heard.value = JSON.stringify(event.data))}>
        <textarea
          value="text"
          onInput={(event) => (heard.value = event.value)}
          onKeyDown={on((event) => (heard.value = event.key), { key: 'Enter' })}
        />
        <output>{heard}</output>
      </form>
    )
    const page = await open(View)
    page.input('textarea', 'typed é')
    await page.idle()
    expect(page.text).toBe('typed é')
    page.press(0, 'Enter', 'typed')
    await page.idle()
    expect(page.text).toBe('Enter')
    page.submit('form', { a: '1', b: 'ü' })
    await page.idle()
    expect(page.text).toBe('{"a":"1","b":"ü"}')
  })

  test('a handler that comes and goes', async () => {
    const isOn = signal(false)
    const View = () => () => (
      <div>
        <button id="switch" onClick={() => (isOn.value = !isOn.value)} />
        <button id="some" onClick={isOn.value ? () => {} : null} />
      </div>
    )
    const page = await open(View)
    expect(page.listeners('click')).toHaveLength(1)
    page.click('#switch')
    await page.idle()
    expect(page.listeners('click')).toHaveLength(2)
  })

  test('addresses', async () => {
    const View = () => () => (
      <div>
        {url().href} <Link href="/page?b">b</Link>
        <button onClick={() => navigate('/page?c')} />
        <button onClick={() => navigate('/elsewhere')} />
      </div>
    )
    const page = await open(View)
    page.navigate('/page?x')
    await page.idle()
    expect(page.text).toContain('/page?x')
    page.click(0)
    await page.idle()
    expect(page.url).toBe('/page?c')
    page.click(1)
    await page.idle()
    expect(page.left).toBe('/elsewhere')
  })

  test('a handler that fails is counted, and the page lives on', async () => {
    const View = () => () => (
      <button
        onClick={() => {
          throw new Error('no')
        }}
      />
    )
    const page = await open(View)
    page.click()
    await page.idle()
    expect([page.counts.faults, page.ended]).toEqual([1, null])
  })
})
