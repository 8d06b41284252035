// What a page needs of the browser runtime beyond its base, as bits: 1 << a feature's number. Told before what
// needs it (NEED), and preloaded by the page's HTML.
import { payloadKind } from '../wire/payload.ts'
import {
  FEATURE_COMMANDS,
  FEATURE_EVENTS,
  FEATURE_EXTRAS,
  FEATURE_HOOKS,
  FEATURE_PENDING,
  FEATURE_STREAM,
  FEATURE_UPLOAD,
  PAGE_FEATURES,
  PAYLOAD_VALUE,
} from '../wire/protocol.ts'
import { detailsOf, optionsOf } from './on.ts'
import type { TemplateNode } from './parse.ts'
import { EVENT, EXTRA, PROPERTY, SPREAD } from './slot.ts'

export const NEEDS_EVENTS = 1 << FEATURE_EVENTS
export const NEEDS_EXTRAS = 1 << FEATURE_EXTRAS
export const NEEDS_COMMANDS = NEEDS_EVENTS | (1 << FEATURE_COMMANDS)
const NEEDS_UPLOAD = NEEDS_EVENTS | (1 << FEATURE_UPLOAD)
export const NEEDS_STREAM = 1 << FEATURE_STREAM

/** A hook's element is told of as others with extras are, and of messages before they are read. */
const NEEDS_HOOKS = (1 << FEATURE_HOOKS) | NEEDS_EXTRAS | (1 << FEATURE_PENDING)

/** What an operation on the page as a whole needs. */
export function needsOfPage(kind: number): number {
  const feature = PAGE_FEATURES[kind] ?? FEATURE_EVENTS
  if (feature === FEATURE_HOOKS) return NEEDS_HOOKS
  return feature === FEATURE_COMMANDS ? NEEDS_COMMANDS : 1 << feature
}

/** Links that are followed without a reload, what is to have the focus, controls that hold several values. */
const MORE = /^(data-link|autofocus|multiple)$/

/** What the elements of a template need. */
export function needsOfNodes(nodes: readonly TemplateNode[]): number {
  let needs = 0
  for (const node of nodes) {
    if (node.kind !== 'element') continue
    needs |= needsOfNodes(node.children)
    for (const [name] of node.attributes) needs |= needsOfAttribute(name)
    for (const { kind, name, tag } of node.slots) {
      if (kind === SPREAD || kind === EXTRA) needs |= NEEDS_EXTRAS
      // What is chosen in a select.
      if (kind === PROPERTY && tag === 'select') needs |= NEEDS_EXTRAS
      needs |= kind === EVENT ? needsOfEvent(name) : needsOfAttribute(name)
    }
  }
  return needs
}

export function needsOfAttribute(name: string): number {
  if (name === 'hook') return NEEDS_HOOKS
  if (MORE.test(name)) return NEEDS_EVENTS
  if (name === 'data-upload') return NEEDS_UPLOAD
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
  const { preventDefault, stopPropagation, command } = optionsOf(value) ?? {}
  if (command !== undefined) return NEEDS_COMMANDS
  const isMore = preventDefault || stopPropagation || detailsOf(value).length > 0
  return isMore ? NEEDS_EVENTS : 0
}
