// `bind` where a control says more than a value: files, and elements that are edited in place.
import { describe, expect, test } from 'vitest'
import { signal } from 'pantograph'
import type { PantographFile, WritableSignal } from 'pantograph'
import { inStep } from './compare.ts'
import { open } from './page.ts'

describe('files', () => {
  function Upload() {
    const files = signal<PantographFile[]>([], { name: 'files' })
    const seen = signal('')
    return () => (
      <p>
        <input type="file" multiple bind={files} onInput={(event) => (seen.value = event.value)} />
        <b>
          {files.value.map(({ name, size, type }) => `${name} ${size} ${type}`).join()} {seen}
        </b>
      </p>
    )
  }

  test('what was chosen is told, without its content', async () => {
    const page = await open(Upload)
    const input = page.find<HTMLInputElement>('input')
    const { File } = page.window as unknown as { File: typeof globalThis.File }
    const chosen = [
      new File(['abc'], 'a.txt', { type: 'text/plain', lastModified: 1_700_000_000_000 }),
      new File([''], 'ü.bin', { lastModified: -1 }),
    ]
    Object.defineProperty(input, 'files', { value: chosen })
    page.fire(input, 'input')
    await page.settle()
    expect(page.find('b').textContent).toBe('a.txt 3 text/plain,ü.bin 0  a.txt')
    expect(page.html).toContain('<input type="file" multiple>')
  })

  test('a form that is reset has none', async () => {
    const page = await open(() => {
      const files = signal<PantographFile[]>([])
      return () => (
        <form>
          <input type="file" bind={files} /> <b>{files.value.length}</b>
        </form>
      )
    })
    const input = page.find<HTMLInputElement>('input')
    const { File } = page.window as unknown as { File: typeof globalThis.File }
    let chosen = [new File(['abc'], 'a.txt')]
    Object.defineProperty(input, 'files', { get: () => chosen })
    page.fire(input, 'input')
    await page.settle()
    expect(page.find('b').textContent).toBe('1')
    chosen = []
    page.find<HTMLFormElement>('form').reset()
    await new Promise((resolve) => setTimeout(resolve, 5))
    await page.settle()
    expect(page.find('b').textContent).toBe('0')
  })
})

describe('an element that is edited in place', () => {
  let held: WritableSignal<string>
  function Note() {
    const text = signal('one\n<two>', { name: 'text' })
    held = text
    return () => (
      <div>
        <p id="note" contenteditable bind={text} />
        <b>{text}</b>
      </div>
    )
  }

  const type = (element: HTMLElement, text: string): void => {
    element.innerText = text
  }

  test('shows its text, tells it, and is told it', async () => {
    const page = await open(Note)
    expect(page.html).toContain(
      '<p id="note" contenteditable="true" data-raw>one<br>&lt;two&gt;</p>',
    )
    const note = page.find('#note')
    type(note, 'typed')
    page.fire(note, 'input')
    await page.settle()
    expect([held.value, page.find('b').textContent]).toEqual(['typed', 'typed'])
    held.value = 'put'
    await page.settle()
    expect(note.textContent).toBe('put')
    expect(page.log).toEqual([])
  })

  test('is told nothing while it is edited, and then the newest', async () => {
    const page = await open(Note)
    const note = page.find('#note')
    note.setAttribute('tabindex', '0')
    note.focus()
    held.value = 'put'
    await page.settle()
    expect(note.textContent).not.toBe('put')
    note.blur()
    expect(note.textContent).toBe('put')
  })

  test('comes over the wire, and back after a crash', async () => {
    const shown = signal(false)
    const text = signal('a\nb')
    const page = await open(() => () => (
      <div>{shown.value && <p contenteditable bind={text} />}</div>
    ))
    shown.value = true
    await page.settle()
    expect(page.find('p').innerHTML).toBe('a<br>b')
    await page.moveOn()
    page.reconnect()
    await page.settle()
    expect(page.find('p').innerHTML).toBe('a<br>b')
    await inStep(page)
  })

  test('has no other content', async () => {
    const text = signal('')
    const opened = open(() => () => (
      <p contenteditable bind={text}>
        content
      </p>
    ))
    await expect(opened).rejects.toThrow(/PG_BIND.*content/)
  })
})
