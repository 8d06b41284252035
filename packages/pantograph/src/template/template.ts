// A Template is what a place in the source always looks like: static HTML with numbered slots.
// It is analysed once. Knows HTML; must not know values, components or the wire.
import { parse } from './parse.ts'
import type { Step, TemplateNode } from './parse.ts'
import { needsOfNodes } from './needs.ts'
import { EVENT, SPREAD } from './slot.ts'
import type { Slot } from './slot.ts'
import { DIGEST_START, mix } from '../wire/protocol.ts'

/** What a place in the source always looks like. Interned: equal content is the same object. */
export class Template {
  readonly slots: readonly Slot[]
  readonly nodes: readonly TemplateNode[]
  /** HTML: `chunks[0] steps[0] chunks[1] … chunks[n]`. */
  readonly chunks: readonly string[]
  readonly steps: readonly Step[]
  /** The slots that hold handlers. */
  readonly listening: readonly Slot[]
  /** Features of the browser runtime: needs.ts. */
  readonly needs: number
  /** Whether something in it belongs to the browser. */
  readonly isOwning: boolean
  /** 32 bits of its content: equal on every server of a build, and in later builds unless the place was edited. */
  readonly hash: number

  constructor(statics: readonly string[], descriptors: readonly string[], hash = 0) {
    const parsed = parse(statics, descriptors)
    this.slots = parsed.slots
    this.nodes = parsed.nodes
    this.chunks = parsed.chunks
    this.steps = parsed.steps
    this.listening = parsed.slots.filter(({ kind }) => kind === EVENT || kind === SPREAD)
    this.needs = needsOfNodes(parsed.nodes)
    this.isOwning = parsed.isOwning
    this.hash = hash
  }
}

// Held weakly: the places in the source hold theirs, and what attributes with random names made may go.
const interned = new Map<string, WeakRef<Template>>()
const gone = new FinalizationRegistry<string>((content) => {
  if (interned.get(content)?.deref() === undefined) interned.delete(content)
})

/**
 * The template of `statics` (canonical HTML around the slots) and `slots`: `''` for a child, `'...'` for a
 * spread, else the attribute's name. Called by compiled code and by the JSX runtime.
 *
 * @throws PantographError `PG_TEMPLATE` when the statics are not well-formed.
 * @example
 * template(['<p', '>', '</p>'], ['title', ''])
 */
export function template(statics: readonly string[], slots: readonly string[]): Template {
  const content = `${statics.join('\u0000')}\u0001${slots.join('\u0000')}`
  const found = interned.get(content)?.deref()
  if (found !== undefined) return found
  const made = new Template(statics, slots, hashOf(content))
  interned.set(content, new WeakRef(made))
  gone.register(made, content)
  return made
}

function hashOf(text: string): number {
  let hash = DIGEST_START
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i))
  return hash >>> 0
}
