// What a page needs of the browser runtime beyond its base, as bits: 1 << a feature's number. Told before what
// needs it (NEED), and preloaded by the page's HTML.
import { payloadKind } from '../wire/payload.ts'
import {
  FEATURE_EVENTS,
  FEATURE_EXTRAS,
  FEATURE_PENDING,
  FEATURE_STREAM,
  PAYLOAD_VALUE,
} from '../wire/protocol.ts'
import type { TemplateNode } from './parse.ts'
import { detailsOf, optionsOf } from './on.ts'
import { EVENT, EXTRA, SPREAD } from './slot.ts'

export const NEEDS_EVENTS = 1 << FEATURE_EVENTS
export const NEEDS_EXTRAS = 1 << FEATURE_EXTRAS
export const NEEDS_STREAM = 1 << FEATURE_STREAM

/** Links that are followed without a reload, what is to have the focus, controls that hold several values. */
const MORE = /^(data-link|autofocus|multiple)$/

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

export function needsOfAttribute(name: string): number {
  if (MORE.test(name)) return NEEDS_EVENTS
  if (name.startsWith('xlink:')) return NEEDS_EXTRAS
  return PENDING.test(name) ? 1 << FEATURE_PENDING : 0
}

/** What buttons do while they wait. */
const PENDING = /^data-pending-(disable|text)$/

/** What a handler needs because of its event. */
export const needsOfEvent = (name: string, payload: number = payloadKind(name)): number =>
  payload > PAYLOAD_VALUE ? NEEDS_EVENTS : 0

/** What a handler needs because of its options. */
export function needsOfHandler(value: unknown): number {
  const { preventDefault, stopPropagation } = optionsOf(value) ?? {}
  const isMore = preventDefault || stopPropagation || detailsOf(value).length > 0
  return isMore ? NEEDS_EVENTS : 0
}
