// Optimistic changes: they stand until the server has answered the event that they came with. Part of commands.ts.
import * as P from '../wire/protocol.ts'
import { beginTrial, endTrial } from './held.ts'
import type { Trial } from './held.ts'
import type { Entry, Tools } from './lent.ts'
import type { Listener } from './state.ts'

interface Guess {
  readonly trial: Trial
  readonly element: Element
  readonly listener: Listener
  /** The event, once it is noted. */
  entry?: Entry | undefined
}

/** A page that is back is told what it has missed within this time; else there was nothing. */
const PATIENCE = 1000

let tools: Tools
const guesses = new Set<Guess>()
/** Whether the page has said HELLO, and was welcomed: what it missed follows in a frame. */
let isBack: 'asking' | 'welcome' | null = null

export function watchGuesses(lent: Tools): void {
  tools = lent
  tools.observers.push(onLog)
}

export function guess(element: Element, listener: Listener): Trial {
  const trial = beginTrial()
  guesses.add({ trial, element, listener })
  // By then the event is noted, or waits, or was not taken.
  queueMicrotask(settle)
  return trial
}

export function comingBack(): void {
  isBack = 'asking'
}

/** A message has come, and is going to be read: in a frame is all that the page has missed. */
export function before(head: number): void {
  if ((head & 7) === P.FRAME) isBack = null
}

function onLog(): void {
  if (isBack === 'asking' && document.documentElement.dataset['pantograph'] === 'live') {
    isBack = 'welcome'
    setTimeout(beOnTime, PATIENCE)
    return
  }
  // What a message confirms it also shows: that comes first.
  if (guesses.size > 0) queueMicrotask(settle)
}

function beOnTime(): void {
  if (isBack === 'welcome') isBack = null
  settle()
}

function settle(): void {
  if (isBack === 'welcome') return
  for (const guess of guesses) {
    if (isOpen(guess)) continue
    guesses.delete(guess)
    endTrial(guess.trial)
  }
}

function isOpen(guess: Guess): boolean {
  if (!guess.entry && tools.loadedFeatures[P.FEATURE_EVENTS]?.waits(guess.listener)) return true
  const { unanswered } = tools.log
  guess.entry ??= lastOf(unanswered, guess)
  return !!guess.entry && unanswered.includes(guess.entry)
}

function lastOf(entries: readonly Entry[], { element, listener }: Guess): Entry | undefined {
  let last: Entry | undefined
  for (const entry of entries) {
    if (entry.element === element && entry.event === listener.event) last = entry
  }
  return last
}
