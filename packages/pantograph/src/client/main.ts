// The browser runtime: finds the roots on the page, connects once for all of them, and from then on takes
// frames and sends events. Imports nothing but the wire.
import * as P from '../wire/protocol.ts'
import { Reader, readSlice, WireError } from '../wire/reader.ts'
import { adoptRoot, digestOf } from './adopt.ts'
import { beginNumbers, makeBlock } from './blocks.ts'
import { beginAgain, connect, end, keepCheckpoint, line, load, welcomed } from './connection.ts'
import { tellTyped, watchControls } from './controls.ts'
import { comeback, features, loadFeature } from './features.ts'
import { applyFrame } from './frame.ts'
import { handle } from './listeners.ts'
import { applied, confirm, open, pause, pong, restart, restartFrames } from './log.ts'
import { followAddress } from './navigation.ts'
import { blocks, forgetAll, makeText, numbering } from './state.ts'
import { tools } from './tools.ts'
import type { Block, Template } from './state.ts'

const roots = [...document.querySelectorAll<HTMLElement>('[data-id][data-session]')]
const ROOT_TEMPLATE: Template = {
  hash: 0,
  nodes: [],
  slots: [{ kind: -1, name: '', payload: 0 }],
  prototypes: {},
}

/** Whether frames can be applied: not while an altered page waits to be told anew. */
let ready = false
/** What happened before the page was connected, to be handled then. */
const early: Event[] = []
const EARLY = ['click', 'dblclick', 'keydown']
const EARLY_LIMIT = 128

/** While a feature is loaded, what comes waits: it may need it. */
let loading: Promise<void> | undefined

function receive(bytes: Uint8Array, socket: WebSocket): void {
  // Of a connection that was given up meanwhile, nothing is read.
  if (loading) return void loading.then(() => socket === line.socket && receive(bytes, socket))
  try {
    features[P.FEATURE_PENDING]?.lift(bytes[0] as number)
    read(new Reader(bytes), socket)
  } catch (error) {
    // Whatever the reason, the page and the server differ now: begin again.
    if (!(error instanceof WireError)) console.error(error)
    ready = false
    beginAgain()
  }
}

function read(reader: Reader, socket: WebSocket): void {
  const head = reader.byte()
  const type = head & 7
  if (type === P.PING) return pong()
  if (type === P.END) return end(reader.byte(), reader.rest())
  if (type === P.FAULT) return comeback?.showFault(reader.rest())
  if (type === P.NEED) return need(reader.byte())
  const done = head & P.HAS_DONE ? reader.varint() : 0
  const kept = head & P.HAS_DURABLE ? reader.varint() : 0
  if (head & P.HAS_STRINGS) reader.splitStrings(reader.varint())
  if (type === P.WELCOME) return welcome(reader, socket)
  if (type === P.CHECKPOINT) {
    confirm(0, reader.varint())
    return keepCheckpoint(reader.bytes.subarray(reader.at))
  }
  if (!ready) return
  confirm(done, kept)
  applyFrame(reader)
  applied()
  begin()
}

/** The messages that follow need a feature. Without it the page cannot go on; it tries again. */
function need(feature: number): void {
  const go = (): void => void (loading = undefined)
  loading = loadFeature(feature, tools)?.catch(line.drop).then(go)
}

function welcome(reader: Reader, socket: WebSocket): void {
  const how = reader.varint()
  const done = reader.varint()
  const kept = reader.varint()
  // A session that goes on after a reload knows its boxes; texts may have been typed in the last moment.
  if (line.mode === P.HELLO_RELOADED) untold = TEXTS
  welcomed(readSlice(reader))
  if (how === P.RESUMED) numbering.fresh = reader.varint()
  else {
    // What happens before the first frame waits for the numbers that it brings.
    pause()
    restartFrames()
    if (how === P.REMOUNTED || how > P.COMPARED) {
      untold ||= TEXTS
      comeback?.forgetHeard(roots, tools)
    }
    ready = how > P.RESUMED ? compare(reader, socket) : beginRoots(reader, how)
  }
  // The page was altered, or must be made like another: it asks to be told everything once it can do that.
  if (!ready) return void load().then(() => socket.send(Uint8Array.of(P.REPAIR)), beginAgain)
  restart(done, kept)
  waiting = socket
  if (how === P.ADOPT || how >= P.RESUMED) begin()
}

/** Answers to what the server would show; false when the page was altered. */
function compare(reader: Reader, socket: WebSocket): boolean {
  const answer = comeback?.compare(reader, tools)
  if (answer) socket.send(Uint8Array.from(answer))
  return !!answer
}

/** Where events will go, after what the first frame brings: it may say how they are addressed. */
let waiting: WebSocket | null = null
const TEXTS = 1
const EVERYTHING = 2
/** What the session has not been told yet of what the user typed; a new one that follows a lost one is told texts. */
let untold = EVERYTHING

function begin(): void {
  if (waiting === null) return
  open(waiting)
  waiting = null
  if (untold) tellTyped(roots, untold === TEXTS)
  untold = 0
  for (const type of EARLY) removeEventListener(type, keep, true)
  for (const event of early.splice(0)) handle(event)
}

/** Roots have the first numbers, in the order in which HELLO named them. Returns whether frames can be applied. */
function beginRoots(reader: Reader, how: number): boolean {
  forgetAll()
  beginNumbers()
  for (const element of roots) {
    const end = makeText('')
    element.append(end)
    makeBlock(ROOT_TEMPLATE, undefined, 0).nodes.push(end)
  }
  return how === P.ADOPT ? adopt(reader) : comeback !== undefined
}

/** False when the DOM is not what the server has sent. */
function adopt(reader: Reader): boolean {
  for (const [number, element] of roots.entries()) {
    if (digestOf(element) !== reader.word()) return false
    adoptRoot(reader, blocks[number] as Block, element)
  }
  applyFrame(reader)
  return true
}

function keep(event: Event): void {
  if (early.length < EARLY_LIMIT) early.push(event)
}

if (roots.length > 0) {
  for (const type of EARLY) addEventListener(type, keep, true)
  watchControls(roots)
  followAddress()
  connect(roots, receive)
}
