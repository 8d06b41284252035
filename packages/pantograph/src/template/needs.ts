// What a page needs of the browser runtime beyond its base, as bits: 1 << a feature's number. Told before what
// needs it (NEED), and preloaded by the page's HTML.
import { payloadKind } from '../wire/payload.ts'
import { FEATURE_EVENTS, FEATURE_EXTRAS, FEATURE_STREAM, PAYLOAD_VALUE } from '../wire/protocol.ts'
import type { TemplateNode } from './parse.ts'
import { detailsOf } from './on.ts'
import { EVENT, EXTRA, SPREAD } from './slot.ts'

export const NEEDS_EVENTS = 1 << FEATURE_EVENTS
export const NEEDS_EXTRAS = 1 << FEATURE_EXTRAS
export const NEEDS_STREAM = 1 << FEATURE_STREAM

/** Marks links that are followed without a reload. */
const LINK = 'data-link'

/** What the elements of a template need. */
export function needsOfNodes(nodes: readonly TemplateNode[]): number {
  let needs = 0
  for (const node of nodes) {
    if (node.kind !== 'element') continue
    needs |= needsOfNodes(node.children)
    for (const [name] of node.attributes) needs |= needsOfAttribute(name)
    for (const { kind, name } of node.slots) {
      if (kind === SPREAD || kind === EXTRA) needs |= NEEDS_EXTRAS
      needs |= kind === EVENT ? needsOfEvent(name) : needsOfAttribute(name)
    }
  }
  return needs
}

export const needsOfAttribute = (name: string): number => (name === LINK ? NEEDS_EVENTS : 0)

/** What a handler needs because of its event. */
export const needsOfEvent = (name: string): number =>
  payloadKind(name) > PAYLOAD_VALUE ? NEEDS_EVENTS : 0

/** What a handler needs because of its options. */
export const needsOfHandler = (value: unknown): number =>
  detailsOf(value).length > 0 ? NEEDS_EVENTS : 0
