// What a page needs only when it comes back after a lost connection, or when it was altered. Loaded when the
// page is idle, so that it is there by then. Imports no code of the page itself: that would load it twice.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { attend, expectAnswer } from './life.ts'
import type { Entry, Line, Resumption, Status, Tools } from './lent.ts'
import { showPending, showStatus } from './notice.ts'
import { admit } from './refusals.ts'
import type { Block } from './state.ts'

export { compare } from './compare.ts'
export { check, end } from './life.ts'
export { render } from './morph.ts'
export { showFault, showStatus } from './notice.ts'
export { refuse } from './refusals.ts'

// HELLO

/** What a HELLO says of the page's past, in bytes. */
export function encodeResumption({ frames, first, entries }: Resumption, tools: Tools): number[] {
  const { varint } = tools
  tools.loadedFeatures[P.FEATURE_COMMANDS]?.comingBack()
  const log = entries.flatMap((entry) => encodeEntry(entry, tools))
  return [...varint(frames), ...varint(first), ...varint(entries.length), ...log]
}

function encodeEntry(
  { listener, event, payload, told }: Entry,
  { varint, sized, inline }: Tools,
): readonly number[] {
  if (told) return told
  if (listener === null) return [P.LOG_URL, ...sized(payload)]
  const { block, slot, prefix } = listener
  const place = [...varint(block.number), ...varint(slot)]
  return [
    prefix ? P.LOG_ITEM : P.LOG_EVENT,
    ...place,
    ...inline(event),
    ...pathTo(block, varint),
    ...sized([...(prefix ?? []), ...payload]),
  ]
}

/** Where a block stands, whatever its number; also of one that is gone. */
function pathTo(block: Block, varint: (value: number) => number[]): number[] {
  const steps: number[] = []
  let count = 0
  for (; block.owner !== undefined; block = block.owner) {
    const { slot, key, template } = block
    const keyed = key === undefined ? [0] : [1, ...word(key)]
    steps.unshift(...varint(slot), ...keyed, ...word(template.hash))
    count++
  }
  return [...varint(block.number), ...varint(count), ...steps]
}

const word = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255)

// A list

/** A list after a lost connection: some of its items are here, the others come with it. */
export function arrange(
  reader: Reader,
  owner: Block,
  slot: number,
  { blocks, found, readInsert, removeBlock, moveBefore }: Tools,
): void {
  const end = found(owner.nodes[slot])
  const here = found(owner.children[slot])
  const old = new Set(here)
  const order = new Set<Block>()
  for (let head; (head = reader.varint());) {
    if (!(head & 1)) readInsert(reader, owner, slot, end, undefined)
    for (let left = head & 1 ? head >>> 1 : 0; left > 0; left--) {
      order.add(found(blocks[reader.varint()]))
    }
    // What was inserted is at the end of the set.
    for (const block of here) if (!old.has(block)) order.add(block)
  }
  for (const block of order) old.delete(block)
  for (const block of old) removeBlock(block)
  let next = end
  const blocksInOrder = [...order]
  for (let block; (block = blocksInOrder.pop());) {
    if (block.last.nextSibling !== next) moveBefore(block, next)
    next = block.first
  }
}

/** A session that begins anew has heard nothing. Of loose boxes it knows better. */
export function forgetHeard(
  roots: readonly Element[],
  { heard, isLooseBox, loadedFeatures }: Tools,
): void {
  loadedFeatures[P.FEATURE_UPLOAD]?.startOver()
  for (const root of roots) {
    for (const control of root.querySelectorAll('input,textarea,select')) {
      if (!isLooseBox(control)) heard.delete(control)
    }
  }
}

// The page's life

let beginning: Promise<void> | undefined

/** Called when this is loaded, perhaps by several who wait for it. */
export function begin(line: Line, tools: Tools): Promise<void> {
  return (beginning ??= beginLife(line, tools))
}

async function beginLife(line: Line, tools: Tools): Promise<void> {
  attend(line, tools)
  tools.observers.push(() => counted(tools))
  // What needs it at once has asked for it.
  tools.loadFeature(P.FEATURE_PENDING, tools)?.catch(() => {})
  if (line.mode === P.HELLO_RELOADED) await goOnAfterReload(line, tools)
  showStatus(document.documentElement.dataset['pantograph'] as Status)
  if (document.readyState === 'complete') tellRestored(tools)
  else addEventListener('load', () => tellRestored(tools))
}

/** How long after a page has come its fields may still be restored, in milliseconds. */
const RESTORED_WITHIN = 250

/** A browser restores fields when the page is complete, which may be after it has connected, and tells nobody. */
function tellRestored({ changedIn, typed }: Tools): void {
  const roots = [...document.querySelectorAll('[data-id][data-session]')]
  const tell = (): void => {
    for (const control of changedIn(roots)) {
      if (typed.has(control)) continue
      for (const type of ['input', 'change'])
        control.dispatchEvent(new Event(type, { bubbles: true }))
    }
  }
  setTimeout(tell, RESTORED_WITHIN)
}

async function goOnAfterReload(line: Line, tools: Tools): Promise<void> {
  try {
    const { goOn } = await import('./reload.ts')
    goOn(line, tools, encodeEntry)
  } catch {
    line.mode = P.HELLO_FIRST
  }
}

/** The log has changed. */
function counted({ log, limit }: Tools): void {
  showPending(log.unanswered.length)
  admit(log, limit)
  expectAnswer()
}
