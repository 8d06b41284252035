// Files on their way to the server: what was chosen, dropped or pasted is told to it, and what it takes is sent (sending.ts).
// Which files these are says an attribute, so this follows the page as it is, whatever has happened to it. Loaded when the
// server asks for it (FEATURE_UPLOAD), after the events. Imports no code of the page itself.
import { watchDrops } from './drops.ts'
import { findFile, forgetFile, forgetFiles, keepFile, sweepFiles } from './kept-files.ts'
import type { Tools } from './lent.ts'
import { Sending, startWaiting } from './sending.ts'
import type { Order } from './sending.ts'
import { showPreviews } from './previews.ts'
import type { Listener, ListeningElement } from './state.ts'

type Input = HTMLInputElement & ListeningElement

const EVENT = 'pgupload'
/** Files that are told in one event. */
const BATCH = 10
/** Bytes of the page's log that files may fill: others want to tell something too. */
const CROWD = 30_000

let tools: Tools
/** By a key that is made here. */
const chosen = new Map<string, File>()
const announced = new WeakSet<File>()
const sendings = new Map<string, Sending>()
/** Those that were told, by where; until they are done or not wanted any more. */
const unfinished = new Map<File, Input>()
/** Of those, what the page's session lost: told again as soon as the page shows that it has come from another. */
let lost: readonly [File, Input][] = []
/** What waits to be told. */
const outbox: [Input, readonly unknown[]][] = []
/** Files of which the page had only heard: it has looked whether the browser kept them. */
const sought = new Set<string>()
let isDue = false
/** Whether the browser may still keep files that the server has refused. */
let mayBeLeft = false

export function begin(lent: Tools): void {
  tools = lent
  tools.observers.push(soon)
  new MutationObserver(soon).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-upload-files', 'data-preview'],
  })
  document.addEventListener('change', soon, true)
  // The same file may be chosen again.
  document.addEventListener('click', ({ target }) => {
    if ((target as Element).matches?.('[data-upload]')) (target as Input).value = ''
  })
  watchDrops((input, files) => choose(input as Input, files))
  void sweepFiles()
  soon()
}

function soon(): void {
  if (isDue) return
  isDue = true
  queueMicrotask(follow)
}

/** Does what the page says now. */
function follow(): void {
  isDue = false
  const wanted = new Set<string>()
  for (const input of document.querySelectorAll<Input>('[data-upload]')) {
    // What is no element of the server's own is not obeyed.
    if (!listenerOf(input)) continue
    choose(input, input.files ?? [])
    for (const order of ordersOf(input)) {
      wanted.add(order[0])
      obey(input, order)
    }
  }
  const over = [...sendings].filter(([id]) => !wanted.has(id))
  for (const [id, sending] of over) {
    sending.stop()
    sendings.delete(id)
    unfinished.delete(sending.file)
    void forgetFile(sending.order[1])
  }
  if (over.length > 0) {
    tellAgain()
    mayBeLeft = true
  }
  // Nothing is on its way any more: the server has refused what is left.
  if (mayBeLeft && sendings.size === 0 && outbox.length === 0 && isHeard()) {
    mayBeLeft = false
    void forgetFiles()
  }
  showPreviews(chosen)
  tellWaiting()
  startWaiting(sendings.values())
}

export function startOver(): void {
  lost = sendings.size > 0 ? [...unfinished] : []
}

function tellAgain(): void {
  const files = new Map(lost)
  lost = []
  for (const file of files.keys()) announced.delete(file)
  for (const input of new Set(files.values()))
    choose(
      input,
      [...files.keys()].filter((file) => files.get(file) === input),
    )
}

const ordersOf = (input: Input): Order[] => {
  const text = input.getAttribute('data-upload-files')
  return text ? (JSON.parse(text) as Order[]) : []
}

function obey(input: Input, order: Order): void {
  const [id, key] = order
  const sending = sendings.get(id)
  const file = chosen.get(key)
  if (sending) sending.order = order
  else if (file) {
    const [, , size] = limitsOf(input)
    const told = (...said: unknown[]): void => tell(input, [said[0], id, ...said.slice(1)])
    sendings.set(id, new Sending(file, order, size as number, { told, isHeard, ended: soon }))
    void keepFile(key, file)
  } else if (!sought.has(id + key)) {
    sought.add(id + key)
    void seek(input, id, key)
  }
}

/** The page was loaded again: the browser may have kept the file, else the user is asked for it. */
async function seek(input: Input, id: string, key: string): Promise<void> {
  const file = await findFile(key)
  if (!file) return tell(input, ['lost', id])
  announced.add(file)
  chosen.set(key, file)
  soon()
}

// What was chosen

const limitsOf = (input: Input): number[] =>
  (input.getAttribute('data-upload-limits') ?? '').split(' ').map(Number)

/** Tells of files that are new. Those that the server will refuse are told, so that it says why, but not kept. */
function choose(input: Input, files: Iterable<File>): void {
  const fresh = [...files].filter((file) => !announced.has(file))
  if (fresh.length === 0) return
  const [most = 0, count = 1] = limitsOf(input)
  const told = fresh.slice(0, count + BATCH)
  for (const file of fresh) announced.add(file)
  for (let i = 0; i < told.length; i += BATCH) {
    const batch = told.slice(i, i + BATCH).map((file) => {
      const isKept = file.size <= most && isAccepted(file, input.accept)
      if (isKept) unfinished.set(file, input)
      return describe(file, isKept)
    })
    const isLast = i + BATCH >= told.length
    tell(input, ['add', batch, isLast ? fresh.length - told.length : 0])
  }
}

/** As the server has it: session/upload-files.ts. What is dropped or pasted, no browser has looked at. */
function isAccepted({ name, type }: File, accept: string): boolean {
  return (
    !accept ||
    accept
      .toLowerCase()
      .split(',')
      .some((one) =>
        one[0] === '.'
          ? name.toLowerCase().endsWith(one)
          : type === one || (one.endsWith('/*') && type.startsWith(one.slice(0, -1))),
      )
  )
}

function describe(file: File, isKept: boolean): unknown[] {
  const key = [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
  if (isKept) {
    chosen.set(key, file)
    // Also while it waits for others: the page may be loaded again before it is asked for.
    void keepFile(key, file)
  }
  return [key, file.name.slice(-255), file.type, file.size, file.lastModified]
}

// What is told

const listenerOf = (input: Input): Listener | undefined =>
  input.$pantograph?.find(({ event }) => event === EVENT)

function tell(input: Input, said: readonly unknown[]): void {
  outbox.push([input, said])
  soon()
}

function tellWaiting(): void {
  for (let next; (next = outbox[0]); outbox.shift()) {
    const [input, said] = next
    const listener = listenerOf(input)
    const payload = [0, ...tools.utf8(JSON.stringify(said))]
    const { entries } = tools.log
    if (entries.length >= tools.limit) return
    if (entries.reduce((sum, entry) => sum + entry.payload.length, payload.length) > CROWD) return
    if (listener) tools.record(input, listener, EVENT, payload)
  }
}

/** Whether the server has heard all that was told. */
const isHeard = (): boolean => !tools.log.unanswered.some(({ event }) => event === EVENT)
