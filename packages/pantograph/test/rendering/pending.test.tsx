// What waits for an answer shows it, and is afterwards as it was, or as the server has made it meanwhile.
import { expect, test, vi } from 'vitest'
import { on, signal } from 'pantograph'
import { inStep } from './compare.ts'
import { domOf } from './dom-text.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

/** Nothing arrives at the server until this is called. */
function stall(page: TestPage): () => Promise<unknown> {
  const { socket } = page
  if (socket) socket.stalled = true
  return () => {
    socket?.release()
    return page.settle()
  }
}

const pending = (page: TestPage): string[] =>
  [...page.body.querySelectorAll('[data-pending]')].map(({ id }) => id)

test('an element and its form wait until the event is answered', async () => {
  const page = await open(() => (
    <form id="form">
      <input id="field" onInput={() => {}} />
      <button id="button" type="button" onClick={() => {}}>
        Go
      </button>
    </form>
  ))
  const go = stall(page)
  page.find('button').click()
  expect(pending(page)).toEqual(['form', 'button'])
  page.type(page.find('input'), 'x')
  expect(pending(page)).toEqual(['form', 'field', 'button'])
  await go()
  expect(pending(page)).toEqual([])
  await inStep(page)
})

test('a control that stands outside of its form waits with it, and tells what it held back when that is sent', async () => {
  const told: string[] = []
  const hold = on<{ value: string }>(({ value }) => void told.push(value), { debounce: 60_000 })
  const page = await open(() => (
    <main>
      <form id="form" onSubmit={() => void told.push('sent')}>
        <button id="send">Send</button>
      </form>
      <input id="field" form="form" onInput={hold} />
    </main>
  ))
  page.type(page.find('input'), 'x')
  await page.settle()
  expect(told).toEqual([])
  const go = stall(page)
  page.fire(page.find('form'), 'submit', { cancelable: true })
  expect(pending(page)).toEqual(['form', 'field'])
  await go()
  expect(told).toEqual(['x', 'sent'])
  await inStep(page)
})

test('a slow handler: its element waits as long as it runs', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const page = await open(() => <button id="slow" onClick={() => promise} />)
  page.find('button').click()
  await page.settle()
  expect(pending(page)).toEqual(['slow'])
  resolve()
  await page.settle()
  expect(pending(page)).toEqual([])
})

function Saving() {
  const saved = signal(0)
  const save = on(() => saved.value++, { preventDefault: true })
  return () => (
    <form onSubmit={save}>
      <button id="save" data-pending-disable data-pending-text="Saving…">
        Save <b>{saved.value}</b>
      </button>
      <input id="other" type="submit" value="Send" data-pending-text="Sending…" />
      <button id="off" disabled data-pending-disable>
        Off
      </button>
      <button id="plain">Plain</button>
    </form>
  )
}

test('buttons of a form disable themselves and change their text meanwhile', async () => {
  const page = await open(Saving)
  const inner = page.find('#save b')
  const go = stall(page)
  page.fire(page.find('form'), 'submit')
  const save = page.find<HTMLButtonElement>('#save')
  const states = ['save', 'other', 'off', 'plain'].map((id) => {
    const { disabled, textContent, value } = page.find<HTMLButtonElement>(`#${id}`)
    return [disabled, textContent, value]
  })
  expect(states).toEqual([
    [true, 'Saving…', ''],
    [false, '', 'Sending…'],
    [true, 'Off', ''],
    [false, 'Plain', ''],
  ])
  await go()
  expect([save.disabled, save.textContent]).toEqual([false, 'Save 1'])
  expect(page.find<HTMLInputElement>('#other').value).toBe('Send')
  expect(page.find<HTMLButtonElement>('#off').disabled).toBe(true)
  expect(page.find('#save b')).toBe(inner)
  await inStep(page)
})

test('what the server changes meanwhile is what is there afterwards', async () => {
  const text = signal('Save')
  const isOff = signal(false)
  const { promise, resolve } = Promise.withResolvers<void>()
  const page = await open(() => () => (
    <button
      data-pending-disable
      data-pending-text="…"
      disabled={isOff.value}
      onClick={() => promise}
    >
      {text.value}
    </button>
  ))
  const button = page.find<HTMLButtonElement>('button')
  button.click()
  await page.settle()
  expect([button.textContent, button.disabled]).toEqual(['…', true])
  text.value = 'Saved'
  isOff.value = true
  await page.settle()
  expect([button.textContent, button.disabled]).toEqual(['…', true])
  isOff.value = false
  await page.settle()
  resolve()
  await page.settle()
  expect([button.textContent, button.disabled]).toEqual(['Saved', false])
  await inStep(page)
})

test('the focus comes back to a button that was disabled', async () => {
  const page = await open(() => <button data-pending-disable onClick={() => {}} />)
  const button = page.find<HTMLButtonElement>('button')
  button.focus()
  const go = stall(page)
  button.click()
  // As browsers do with what is disabled.
  ;(page.window.document.activeElement as unknown as HTMLElement | null)?.blur()
  await go()
  expect(page.window.document.activeElement as unknown).toBe(button)
})

test.each(['resumed', 'told anew', 'restored'])(
  'a page that is %s is compared without it',
  async (how) => {
    const page = await open(Saving)
    page.cut()
    page.fire(page.find('form'), 'submit')
    expect(page.find('#save').textContent).toBe('Saving…')
    const button = page.find('#save')
    if (how === 'told anew') page.isDistrusted = true
    if (how === 'restored') await page.moveOn()
    page.reconnect()
    // What it needs to come back may have to be loaded.
    await vi.waitFor(() => expect(page.find('#save').textContent).toBe('Save 1'), 5_000)
    expect(page.find('#save')).toBe(button)
    expect(pending(page)).toEqual([])
    expect(domOf(page.root)).not.toContain('pending=""')
    await inStep(page)
  },
)

test('the same press is the same, also where the button says something else meanwhile', async () => {
  const sent: unknown[] = []
  const hold = on<{ submitter: string | null }>(({ submitter }) => void sent.push(submitter), {
    single: true,
  })
  const page = await open(() => (
    <form onSubmit={hold}>
      <input type="submit" value="Save" data-pending-text="Saving" />
    </form>
  ))
  const { SubmitEvent } = page.window as unknown as { SubmitEvent: typeof globalThis.SubmitEvent }
  const submitter = page.find<HTMLInputElement>('input')
  const send = (): void =>
    void page
      .find('form')
      .dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true, submitter }))
  const go = stall(page)
  send()
  expect(submitter.value).toBe('Saving')
  send()
  await new Promise((resolve) => setTimeout(resolve))
  expect(submitter.value).toBe('Saving')
  await go()
  expect([sent, submitter.value]).toEqual([['Save'], 'Save'])
})
