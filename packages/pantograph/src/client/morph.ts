// A root told anew: made like what the server has sent, with every node that can stay. Loaded with comeback.ts.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { insideOf, retell } from './compare.ts'
import type { ItemNode } from './items.ts'
import type { Tools } from './lent.ts'
import type { Block, ListeningElement } from './state.ts'

const TEXT_NODE = 3

interface Morph {
  /** What stays, by what it stands for. */
  readonly kept: Map<Node, Node>
  /** What was chosen for a certain node, and for none other. */
  readonly chosen: ReadonlySet<Node>
  /** Nodes whose counterparts stay as they are. */
  readonly done: ReadonlySet<Node>
  readonly ruled: ReadonlySet<Node | undefined>
  readonly tools: Tools
}

type Control = HTMLInputElement & HTMLSelectElement & ListeningElement

/** A root in full, or the slots of any other block. */
export function render(reader: Reader, block: Block, tools: Tools): void {
  if (block.owner === undefined) renderRoot(reader, block, tools)
  else retell(reader, block, tools)
}

/**
 * A root in full: built aside, then what is on the page is made like it, keeping every node that can stay:
 * focus, caret, scroll positions, media and what the user typed survive. Blocks then point at the nodes
 * that stayed.
 */
function renderRoot(reader: Reader, root: Block, tools: Tools): void {
  const old = tools.found(root.nodes[0]?.parentNode) as Element
  tools.bringHome?.()
  for (const control of tools.changedIn([old])) tools.typed.add(control)
  const fresh = document.createElementNS(old.namespaceURI, old.localName)
  root.nodes[0] = fresh.appendChild(document.createTextNode(''))
  tools.readSlot(reader, root, 0)
  tools.loadedFeatures[P.FEATURE_EXTRAS]?.settleSelects()
  const { kept, done } = tools.keepItems?.(old, root) ?? {
    kept: new Map<Node, Node>(),
    done: new Set<Node>(),
  }
  const current = (node: Node): Node => kept.get(node) ?? node
  const all = [root]
  for (const { children } of all) for (const inner of children) all.push(...(inner ?? []))
  const chosen = new Set(kept.values())
  morphChildren(old, fresh, { kept, chosen, done, ruled: ruledBy(all), tools })
  for (const block of all) {
    block.first = current(block.first)
    block.last = current(block.last)
    block.nodes = block.nodes.map(current)
  }
  tools.loadedFeatures[P.FEATURE_EVENTS]?.moved(tools.blocks)
}

/** Elements of which the server rules whether they are open, or how they look. */
function ruledBy(blocks: readonly Block[]): Set<Node | undefined> {
  const ruled = new Set<Node | undefined>()
  for (const block of blocks) {
    block.template.slots.forEach(({ kind, name }, slot) => {
      if (kind === P.SLOT_SPREAD || /^(open|style)$/.test(name)) ruled.add(block.nodes[slot])
    })
  }
  return ruled
}

/** Whether it is the user who sets this: they open a `details`, and make a text field larger. */
const isUsers = (element: Element, name: string): boolean =>
  name === 'open'
    ? element.matches('details,dialog')
    : name === 'style' && element.matches('textarea')

function morphChildren(old: Node, fresh: Node, morph: Morph): void {
  let next = old.firstChild
  for (const node of [...fresh.childNodes]) {
    const match = findMatch(next, node, morph)
    if (match === null) {
      old.insertBefore(node, next)
      continue
    }
    while (next !== match) next = removeAndNext(next as ChildNode)
    next = match.nextSibling
    morph.kept.set(node, match)
    if (!morph.done.has(node)) morphNode(match, node, morph)
  }
  while (next !== null) next = removeAndNext(next)
}

function removeAndNext(node: ChildNode): ChildNode | null {
  const next = node.nextSibling
  node.remove()
  return next
}

/** The next sibling that can become `node`. Texts are not searched for: any text can become any other. */
function findMatch(from: ChildNode | null, node: Node, { kept, chosen }: Morph): ChildNode | null {
  const match = kept.get(node)
  for (let at = from; at !== null; at = at.nextSibling) {
    if (at === match || (!match && !chosen.has(at) && isAlike(at, node))) return at
    if (!match && (chosen.has(at) || node.nodeType === TEXT_NODE)) return null
  }
  return null
}

function isAlike(a: Node, b: Node): boolean {
  return a.nodeName === b.nodeName && idOf(a) === idOf(b)
}

/** Not `element.id`: of a form, that may be a field with this name. */
const idOf = (node: Node): string | null => (node as Element).getAttribute?.('id') ?? null

function morphNode(old: Node, fresh: Node, morph: Morph): void {
  const { tools, ruled } = morph
  // Which item of a stream it shows, if any.
  Object.assign(old, { $item: (fresh as ItemNode).$item })
  if (old.nodeType === TEXT_NODE) return tools.setText(old as Text, (fresh as Text).data)
  morphAttributes(old as Element, fresh as Element, ruled.has(fresh), tools)
  const { $pantograph, $style } = fresh as ListeningElement
  Object.assign(old, { $pantograph, $style })
  tools.retold?.(old as ListeningElement)
  // What the user has typed into a control is not the server's to take away. What is for browsers without scripts
  // was parsed as text, and unparsed HTML comes when all else is there.
  if (!(old as Element).matches('textarea,noscript,[data-raw]'))
    morphChildren(insideOf(old as Element), insideOf(fresh as Element), morph)
  syncControl(old as Control, fresh as Control, tools)
}

/** A radio button's state is also said by the others of its group. */
function groupOf(control: Control): Control[] {
  const { form, name } = control
  if (!control.matches('[type=radio]') || !form) return [control]
  // A form's own list of controls may be hidden by a control of that name.
  const all = document.querySelectorAll<Control>('[type=radio]')
  return [...all].filter((one) => one.form === form && one.name === name)
}

/** Gives a control that stays the state of its new version, unless the user has changed it. */
function syncControl(
  old: Control,
  fresh: Control,
  { typed, heard, told, hasUnanswered }: Tools,
): void {
  if (!old.matches('input,textarea,select') || hasUnanswered(old)) return
  // What the server has heard it may answer; what it has not is the user's.
  if (groupOf(old).some((one) => typed.has(one) && !(heard.has(one) && told.has(fresh)))) return
  if (told.has(fresh)) told.add(old)
  Object.assign(old, { $choice: fresh.$choice })
  if (old.localName === 'select') {
    for (const [i, option] of [...old.options].entries()) {
      option.selected = fresh.options[i]?.selected ?? false
    }
  } else if (old.matches('[type=file]')) return
  else if (old.value !== fresh.value) old.value = fresh.value
  if (old.matches('[type=checkbox],[type=radio]')) old.checked = fresh.checked
}

function morphAttributes(old: Element, fresh: Element, isRuled: boolean, tools: Tools): void {
  const commands = tools.loadedFeatures[P.FEATURE_COMMANDS]
  const all = [...old.attributes, ...fresh.attributes].map(({ name }) => name)
  for (const name of new Set([...all, ...(commands?.changed(old) ?? [])])) {
    if (!isRuled && isUsers(old, name)) continue
    const told = fresh.getAttribute(name)
    if (commands?.put(old, name, told)) continue
    if (told === null) old.removeAttribute(name)
    else if (old.getAttribute(name) !== told) old.setAttribute(name, told)
  }
}
