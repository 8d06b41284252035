// The application's own code on elements: when it is loaded, when which of its functions is called, and what it pushes
// to the server. Loaded when the server asks for it (FEATURE_HOOKS). Imports no code of the page itself.
import * as P from '../wire/protocol.ts'
import type { Entry, Tools } from './lent.ts'
import type { Block, ListeningElement } from './state.ts'

interface Context {
  readonly element: Element
  data: unknown
  push(name: string, payload?: unknown): Promise<unknown>
  on(name: string, run: Listening): () => void
}

type Listening = (detail: unknown) => void
type Step = 'mounted' | 'beforeUpdate' | 'updated' | 'disconnected' | 'reconnected' | 'destroyed'
type Own = { readonly [step in Step]?: (context: Context) => void }

/** The hook of one element, for as long as both are there. */
interface Hooked {
  readonly url: string
  text: string
  readonly context: Context
  /** What its functions have as `this`; there when it is mounted. */
  own?: Own
  /** Whether its module was asked for, and could not be loaded on this connection. */
  isAsked: boolean
  isMissing: boolean
  isChanged: boolean
  /** What it is to be told, and who listens. */
  readonly news: (readonly [name: string, detail: unknown])[]
  readonly listening: Map<string, Set<Listening>>
}

/** As in wire/protocol.ts: to take it from there, the page itself would have to hand it out. */
const PUSH = ':push'
/** So much waits for a module that is not there. */
const MOST_NEWS = 64
/** A page that is back is told within this what it has missed. */
const PATIENCE = 10_000

let tools: Tools
const hooked = new Map<ListeningElement, Hooked>()
/** How often modules could not be loaded, by address. */
const failures = new Map<string, number>()
/** What was asked, by number. */
const asked = new Map<number, { entry: Entry; resolve(reply: unknown): void; reject: Listening }>()
/** Numbers of a page that was reloaded since are unlikely to be these. */
let number = Math.floor(Math.random() * 2 ** 28)
/** What the window is to be told. */
const events: [name: string, detail: unknown][] = []
/** What was changed while a message was read, was changed by the server. */
const observer = new MutationObserver(() => {})
const WHOLE = { attributes: true, childList: true, characterData: true, subtree: true }
let isDue = false
let isLive = true

export function begin(lent: Tools): void {
  tools = lent
  const status = { attributes: true, attributeFilter: ['data-pantograph'] }
  new MutationObserver(follow).observe(document.documentElement, status)
  follow()
}

// The connection

function follow(): void {
  const { pantograph } = document.documentElement.dataset
  if (pantograph === 'ended') answerNone(() => true)
  if (isLive === (pantograph === 'live')) return
  isLive = !isLive
  for (const one of hooked.values()) {
    run(one, isLive ? 'reconnected' : 'disconnected')
    if (one.isMissing) one.isAsked = one.isMissing = false
  }
  if (!isLive) return
  setTimeout(loseAnswers, PATIENCE)
  // What could not be loaded is asked for again.
  due()
}

/** A message has come, and is going to be read. */
export function before(head: number): void {
  if ((head & 7) !== P.FRAME) return
  for (const one of hooked.values()) run(one, 'beforeUpdate')
  observer.takeRecords()
  due()
  queueMicrotask(loseAnswers)
}

function due(): void {
  if (isDue) return
  isDue = true
  queueMicrotask(catchUp)
}

/** The message is read, and the page as the server says. */
function catchUp(): void {
  isDue = false
  for (const { target, attributeName } of observer.takeRecords()) {
    if (attributeName === 'data-pending') continue
    for (let node: Node | null = target; node; node = node.parentNode) {
      const one = hooked.get(node as ListeningElement)
      if (one) one.isChanged = true
    }
  }
  for (const [element, one] of hooked) {
    if (!element.isConnected) end(element, one)
    else if (!one.own) void load(one)
    else {
      if (one.isChanged) run(one, 'updated')
      one.isChanged = false
      tell(one)
    }
  }
  for (const [name, detail] of events.splice(0)) dispatchEvent(new CustomEvent(name, { detail }))
}

// Elements

/** An element has no hook any more. */
export function detach(element: ListeningElement): void {
  const one = hooked.get(element)
  if (one) end(element, one)
  element.$pantograph = element.$pantograph?.filter(({ event }) => event !== PUSH)
}

/** An element has this hook now: the address of its module, a space, and its data; null: none. */
export function attach(
  element: ListeningElement,
  block: Block,
  slot: number,
  text: string | null,
): void {
  const url = text?.split(' ', 1)[0] ?? ''
  const before = hooked.get(element)
  const isSame = before?.url === url
  if (!isSame) detach(element)
  if (text === null) return
  const one = isSame ? before : make(element, url)
  hooked.set(element, one)
  const others = (element.$pantograph ?? []).filter(({ event }) => event !== PUSH)
  const listener = { event: PUSH, payload: 0, block, slot, options: P.LISTEN_ON, details: [] }
  element.$pantograph = [...others, listener]
  if (one.text === text) return
  one.text = text
  const json = text.slice(url.length + 1)
  one.context.data = json ? JSON.parse(json) : undefined
  one.isChanged = true
  due()
}

function make(element: ListeningElement, url: string): Hooked {
  const listening: Hooked['listening'] = new Map()
  const context: Context = {
    element,
    data: undefined,
    push: (name, payload) => push(element, name, payload),
    on(name, run) {
      const all = listening.get(name) ?? new Set()
      listening.set(name, all.add(run))
      return () => void all.delete(run)
    },
  }
  // What is in it may be the browser's.
  observer.observe(element, element.hasAttribute('data-raw') ? { attributes: true } : WHOLE)
  return {
    url,
    text: '',
    context,
    isAsked: false,
    isMissing: false,
    isChanged: false,
    news: [],
    listening,
  }
}

function end(element: ListeningElement, one: Hooked): void {
  hooked.delete(element)
  run(one, 'destroyed')
}

async function load(one: Hooked): Promise<void> {
  if (one.isAsked) return
  one.isAsked = true
  const { url, context } = one
  const failed = failures.get(url) ?? 0
  try {
    // Browsers remember what they could not load, by its whole address.
    const module = await import(failed ? `${url}#${failed}` : url)
    if (hooked.get(context.element) !== one) return
    one.own = Object.create(module.default) as Own
    one.isChanged = false
    run(one, 'mounted')
    tell(one)
  } catch (error) {
    one.isMissing = true
    failures.set(url, failed + 1)
    console.error('PG_HOOK', url, error)
  }
}

/** What fails is the hook's own. */
function run({ own, context }: Hooked, step: Step): void {
  try {
    own?.[step]?.(context)
  } catch (error) {
    console.error(error)
  }
}

function tell({ news, listening }: Hooked): void {
  for (const [name, detail] of news.splice(0)) {
    for (const run of listening.get(name) ?? []) {
      try {
        run(detail)
      } catch (error) {
        console.error(error)
      }
    }
  }
}

/** The server tells the hook of an element something. */
export function hear(element: Element, [name, detail]: readonly unknown[]): void {
  const one = hooked.get(element)
  if (!one) return
  const { news, own } = one
  news.push([name as string, detail])
  if (!own && news.length > MOST_NEWS) news.shift()
  due()
}

// To the server, and back

function push(element: ListeningElement, name: string, payload: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const listener = element.$pantograph?.find(({ event }) => event === PUSH)
    if (!listener || !element.isConnected) return reject(failure('PG_PUSH_LOST'))
    const json = JSON.stringify(payload)
    const bytes = [...tools.varint(++number), ...tools.inline(name), ...tools.utf8(json ?? '')]
    tools.record(element, listener, PUSH, bytes)
    const entry = tools.log.entries.find((one) => one.payload === bytes)
    if (entry) asked.set(number, { entry, resolve, reject })
    else reject(failure('PG_PUSH_FULL'))
  })
}

const failure = (code: string): Error => Object.assign(new Error(code), { code })

/** An answer: a number, whether it was done, and what was returned; or the name of an event, and its detail. */
export function visit(_: number, text: string): void {
  const [to, what, reply] = JSON.parse(text) as [number | string, unknown, unknown]
  if (typeof to === 'string') {
    events.push([to, what])
    return due()
  }
  const { resolve, reject } = asked.get(to) ?? {}
  asked.delete(to)
  if (what) resolve?.(reply)
  else reject?.(failure('PG_PUSH'))
}

/** What is handled without an answer will have none: that comes with the frame which says that it is handled. */
function loseAnswers(): void {
  const { unanswered } = tools.log
  answerNone((entry) => !unanswered.includes(entry))
}

function answerNone(isLost: (entry: Entry) => boolean): void {
  for (const [key, { entry, reject }] of asked) {
    if (!isLost(entry)) continue
    asked.delete(key)
    reject(failure('PG_PUSH_LOST'))
  }
}
