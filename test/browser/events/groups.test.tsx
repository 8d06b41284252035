// Every group of events, with real input: what a handler is told.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { on, signal } from 'pantograph'
import type { Browser } from 'playwright-core'
import { launch } from '../browser.ts'
import { cdp, note, pictured, show } from './app.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch({ args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'] })
})

afterAll(() => browser.close())

const BOX = 'position:absolute;left:20px;top:30px;width:200px;height:100px;margin:0'

test('mouse', async () => {
  const { page, next } = await show(browser, () => (
    <p
      style={BOX}
      onMouseEnter={note}
      onMouseDown={note}
      onMouseMove={note}
      onMouseUp={note}
      onMouseLeave={note}
      onDblClick={note}
      onContextMenu={on(note, { preventDefault: true })}
      onAuxClick={note}
    >
      <b>box</b>
    </p>
  ))
  await page.mouse.move(25, 40)
  expect(await next('mouseenter')).toMatchObject({
    clientX: 25,
    clientY: 40,
    offsetX: 5,
    offsetY: 10,
  })
  await page.mouse.move(30, 50)
  expect(await next('mousemove')).toMatchObject({ buttons: 0 })
  await page.mouse.down()
  expect(await next('mousedown')).toMatchObject({ button: 0, buttons: 1, clientX: 30 })
  await page.mouse.up()
  expect(await next('mouseup')).toMatchObject({ button: 0, buttons: 0 })
  await page.mouse.dblclick(30, 50)
  expect(await next('dblclick')).toMatchObject({ button: 0, offsetX: 10, offsetY: 20 })
  await page.mouse.click(30, 50, { button: 'right' })
  expect(await next('contextmenu')).toMatchObject({ button: 2 })
  await page.mouse.click(30, 50, { button: 'middle' })
  expect(await next('auxclick')).toMatchObject({ button: 2 })
  expect(await next('auxclick')).toMatchObject({ button: 1 })
  await page.mouse.move(500, 500)
  expect(await next('mouseleave')).toMatchObject({ clientX: 500 })
})

test('pointer', async () => {
  const { page, next } = await show(browser, () => (
    <p
      style={BOX}
      onPointerEnter={note}
      onPointerDown={note}
      onPointerMove={note}
      onPointerUp={note}
      onPointerLeave={note}
    />
  ))
  await page.mouse.move(30, 50)
  expect(await next('pointerenter')).toMatchObject({ pointerType: 'mouse', isPrimary: true })
  await page.mouse.down()
  expect(await next('pointerdown')).toMatchObject({ button: 0, pressure: 0.5, pointerId: 1 })
  await page.mouse.move(40, 60)
  expect(await next('pointermove')).toMatchObject({ button: -1, buttons: 1, offsetX: 20 })
  await page.mouse.up()
  expect(await next('pointerup')).toMatchObject({ pressure: 0 })
  await page.mouse.move(500, 500)
  expect(await next('pointerleave')).toMatchObject({ clientY: 500 })
})

test('touch', async () => {
  const { page, next } = await show(browser, () => (
    <p
      style={`${BOX};touch-action:none`}
      onTouchStart={note}
      onTouchMove={note}
      onTouchEnd={note}
    />
  ))
  const client = await cdp(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    })
  await pictured(page)
  await touch('touchStart', [30, 40], [60, 70])
  const started = await next('touchstart')
  expect(started['touches']).toEqual(
    expect.arrayContaining([expect.objectContaining({ clientX: 30, clientY: 40 })]),
  )
  await touch('touchMove', [50, 60], [60, 70])
  const moved = await next('touchmove')
  expect(moved['changedTouches']).toEqual([expect.objectContaining({ clientX: 50, clientY: 60 })])
  await touch('touchEnd')
  expect(await next('touchend')).toMatchObject({ touches: expect.any(Array) })
})

test('wheel and scroll', async () => {
  const { page, next, seen } = await show(browser, () => (
    <div style={`${BOX};overflow:auto`} onWheel={note} onScroll={note} onScrollEnd={note}>
      <p style="height:1000px;margin:0" />
    </div>
  ))
  await pictured(page)
  await page.mouse.move(30, 50)
  await page.mouse.wheel(0, 120)
  await page.mouse.wheel(0, 80)
  await next('wheel')
  await expect
    .poll(() =>
      seen
        .filter(({ type }) => type === 'wheel')
        .reduce((sum, event) => sum + Number(event['deltaY']), 0),
    )
    .toBe(200)
  await next('scroll')
  await expect.poll(() => seen.findLast(({ type }) => type === 'scroll')?.['scrollTop']).toBe(200)
  expect(seen.findLast(({ type }) => type === 'scroll')).toMatchObject({
    scrollLeft: 0,
    scrollHeight: 1000,
    clientHeight: 100,
  })
  await next('scrollend')
})

test('keyboard and input', async () => {
  const { page, next } = await show(browser, () => (
    <input onKeyDown={note} onKeyUp={note} onBeforeInput={note} onInput={note} onChange={note} />
  ))
  await page.locator('input').press('a')
  expect(await next('keydown')).toMatchObject({ key: 'a', code: 'KeyA', value: '', repeat: false })
  expect(await next('beforeinput')).toMatchObject({ inputType: 'insertText', data: 'a' })
  expect(await next('input')).toMatchObject({ value: 'a' })
  expect(await next('keyup')).toMatchObject({ key: 'a', value: 'a' })
  await page.locator('input').press('Shift+Digit1')
  expect(await next('keydown')).toMatchObject({ key: 'Shift', code: 'ShiftLeft', shiftKey: true })
  await page.keyboard.press('Enter')
  expect(await next('change')).toMatchObject({ value: 'a!' })
})

test('composition', async () => {
  const { page, next } = await show(browser, () => (
    <input onCompositionStart={note} onCompositionUpdate={note} onCompositionEnd={note} />
  ))
  await page.locator('input').focus()
  const client = await cdp(page)
  await client.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 })
  expect(await next('compositionstart')).toMatchObject({ data: '' })
  expect(await next('compositionupdate')).toMatchObject({ data: 'に' })
  await client.send('Input.insertText', { text: '日' })
  expect(await next('compositionend')).toMatchObject({ data: '日', value: '日' })
})

test('focus, form and dialog', async () => {
  const { page, next } = await show(browser, () => (
    <form onSubmit={note} onReset={note}>
      <input name="a" required onFocus={note} onBlur={note} onInvalid={note} />
      <button name="go" value="1">
        Send
      </button>
      <button type="reset">Reset</button>
    </form>
  ))
  await page.locator('input').focus()
  expect(await next('focus')).toMatchObject({ value: '' })
  await page.getByRole('button', { name: 'Send' }).click()
  expect(await next('invalid')).toMatchObject({ value: '' })
  await page.locator('input').fill('x')
  await page.getByRole('button', { name: 'Send' }).click()
  expect(await next('blur')).toMatchObject({ value: 'x' })
  expect(await next('submit')).toMatchObject({ submitter: 'go', data: { a: 'x', go: '1' } })
  await page.getByRole('button', { name: 'Reset' }).click()
  await next('reset')
})

test('clipboard and selection', async () => {
  const { page, next } = await show(browser, () => (
    <textarea value="some words" onSelect={note} onCopy={note} onCut={note} onPaste={note} />
  ))
  await page.locator('textarea').evaluate((node: HTMLTextAreaElement) => {
    node.focus()
    node.setSelectionRange(5, 10)
  })
  expect(await next('select')).toMatchObject({ text: 'words', start: 5, end: 10 })
  await page.keyboard.press('Control+C')
  expect(await next('copy')).toMatchObject({ text: 'words' })
  await page.keyboard.press('Control+X')
  expect(await next('cut')).toMatchObject({ text: 'words' })
  await page.keyboard.press('Control+V')
  expect(await next('paste')).toMatchObject({ text: 'words', types: ['text/plain'] })
})

test('drag and drop', async () => {
  const { page, next, types } = await show(browser, () => (
    <>
      <p
        id="from"
        style="width:80px;height:40px"
        draggable
        data-drag="card 7"
        onDragStart={note}
        onDrag={note}
        onDragEnd={note}
      >
        Drag
      </p>
      <p
        id="to"
        style="width:80px;height:40px"
        onDragEnter={note}
        onDragOver={note}
        onDragLeave={note}
        onDrop={note}
      >
        Drop
      </p>
    </>
  ))
  await page.dragAndDrop('#from', '#to')
  expect(await next('dragstart')).toMatchObject({ text: 'card 7' })
  expect(await next('dragenter')).toMatchObject({ types: ['text/plain'], text: '' })
  expect(await next('drop')).toMatchObject({ text: 'card 7', files: [] })
  await next('dragend')
  expect(types()).toContain('dragover')
})

test('toggle, animation and transition', async () => {
  const isOn = signal(false)
  const { page, next, seen } = await show(
    browser,
    () => () => (
      <>
        <details onToggle={note}>
          <summary>More</summary>
        </details>
        <p
          class={isOn.value ? 'on' : ''}
          onAnimationStart={note}
          onAnimationEnd={note}
          onTransitionEnd={note}
        >
          Moves
        </p>
        <dialog onClose={note}>
          <form method="dialog">
            <button value="yes">Yes</button>
          </form>
        </dialog>
      </>
    ),
    {
      page: {
        styles: [
          'data:text/css,p{opacity:1;transition:opacity .1s}.on{opacity:.5;animation:slide .2s}@keyframes slide{to{margin-left:9px}}',
        ],
      },
    },
  )
  await page.locator('summary').click()
  expect(await next('toggle')).toMatchObject({ open: true })
  isOn.value = true
  await next('animationend')
  // In whatever order: a picture that comes late ends the transition before it says that the animation has begun.
  const told = (type: string) => () => seen.find((event) => event.type === type)
  await expect.poll(told('transitionend')).toMatchObject({
    propertyName: 'opacity',
    elapsedTime: 0.1,
  })
  expect(told('animationstart')()).toMatchObject({ animationName: 'slide', elapsedTime: 0 })
  expect(told('animationend')()).toMatchObject({ elapsedTime: 0.2, pseudoElement: '' })
  await page.locator('dialog').evaluate((node: HTMLDialogElement) => node.showModal())
  await page.getByRole('button', { name: 'Yes' }).click()
  expect(await next('close')).toMatchObject({ returnValue: 'yes' })
})

test('media', async () => {
  const wav = readFileSync(new URL('../../../examples/public/survive.wav', import.meta.url))
  const src = `data:audio/wav;base64,${wav.toString('base64')}`
  const { page, next, seen } = await show(browser, () => (
    <audio
      src={src}
      muted
      controls
      onLoadedMetadata={note}
      onPlay={note}
      onTimeUpdate={note}
      onPause={note}
      onVolumeChange={note}
    />
  ))
  await page.locator('audio').evaluate((node: HTMLAudioElement) => node.play())
  expect(await next('play')).toMatchObject({ paused: false, muted: true, playbackRate: 1 })
  const update = await next('timeupdate')
  expect(update['duration']).toBeGreaterThan(1)
  await page.locator('audio').evaluate((node: HTMLAudioElement) => {
    node.pause()
    node.volume = 0.5
  })
  expect(await next('pause')).toMatchObject({ paused: true })
  expect(await next('volumechange')).toMatchObject({ volume: 0.5 })
  expect(seen.length).toBeLessThan(60)
})

test('an image that loads, and one that does not', async () => {
  const gif = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='
  const isOn = signal(false)
  const { seen } = await show(browser, () => () => (
    <p>
      {isOn.value && (
        <>
          <img alt="" src={gif} onLoad={note} />
          <img alt="" src="data:image/gif,none" onError={note} />
        </>
      )}
    </p>
  ))
  isOn.value = true
  // Either may be the first.
  const told = (type: string) => () => seen.find((event) => event.type === type)
  await expect.poll(told('load')).toEqual({ type: 'load', id: expect.any(String) })
  await expect.poll(told('error')).toMatchObject({ type: 'error' })
})

test('sizes and sight', async () => {
  const width = signal(100)
  const { page, next, seen } = await show(browser, () => () => (
    <>
      <p style={{ width: `${width.value}px`, height: '20px', margin: '0' }} onResize={note} />
      <div style="height:200px;overflow:auto" class="scroller">
        <p style="height:1000px;margin:0" />
        <b
          style="display:block;height:10px"
          onVisible={on(note, { rootMargin: '50px' })}
          onHidden={note}
        />
      </div>
      <i onResize={on(note, { target: 'window' })} />
    </>
  ))
  expect(await next('resize')).toMatchObject({ width: 100, height: 20 })
  width.value = 150
  expect(await next('resize')).toMatchObject({ width: 150, height: 20 })
  expect(seen.filter(({ type }) => /visible|hidden/.test(type))).toEqual([])
  const scroll = (top: number) =>
    page.locator('.scroller').evaluate((node, to) => void (node.scrollTop = to), top)
  await scroll(1000)
  expect(await next('visible')).toMatchObject({ visible: true, ratio: 1 })
  await scroll(0)
  expect(await next('hidden')).toMatchObject({ visible: false, ratio: 0 })
  await page.setViewportSize({ width: 700, height: 500 })
  expect(await next('resize')).toMatchObject({ width: 700, height: 500 })
})

test('window and document', async () => {
  const { page, next } = await show(browser, () => (
    <>
      <i onVisibilityChange={on(note, { target: 'document' })} />
      <i onSelectionChange={on(note, { target: 'document' })} />
      <i onScroll={on(note, { target: 'window' })} />
      <i onHashChange={on(note, { target: 'window' })} />
      <i onOffline={on(note, { target: 'window' })} />
      <p style="height:3000px">tall</p>
    </>
  ))
  await page.locator('p').evaluate((node) => document.getSelection()?.selectAllChildren(node))
  expect(await next('selectionchange')).toMatchObject({ text: 'tall' })
  await page.evaluate(() => scrollTo(0, 50))
  expect(await next('scroll')).toMatchObject({ scrollTop: 50 })
  await page.evaluate(() => void (location.hash = 'x'))
  await next('hashchange')
  await page.evaluate(() => dispatchEvent(new Event('offline')))
  await next('offline')
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  expect(await next('visibilitychange')).toMatchObject({ visible: true })
})
