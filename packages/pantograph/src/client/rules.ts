// What a handler asks of the browser, as its details tell: docs/protocol.md, "Details". Part of events.ts.
import type { Listener } from './state.ts'

export interface Rule {
  once?: boolean
  single?: boolean
  capture?: boolean
  passive?: boolean
  /** Milliseconds. */
  debounce?: number
  throttle?: number
  /** What the user is asked. */
  confirm?: string
  target?: 'window' | 'document'
  /** Of what counts as in sight. */
  margin?: string
  readonly keys: string[]
  /** What to do at once, as JSON: commands.ts. */
  command?: string
  /** What it changes stands until the event is answered. */
  optimistic?: boolean
  /** The server need not know. */
  quiet?: boolean
}

const rules = new WeakMap<Listener, Rule>()

/** The node that listens, whether or not it still does. */
export function nodeOf(listener: Listener): Node | undefined {
  const { block, slot } = listener.place ?? listener
  return block.nodes[slot]
}

export function ruleOf(listener: Listener): Rule {
  let rule = rules.get(listener)
  if (rule === undefined) rules.set(listener, (rule = read(listener)))
  return rule
}

function read({ details }: Listener): Rule {
  const rule: Rule = { keys: [] }
  for (const detail of details) {
    const [name = ''] = detail.split(' ', 1)
    const rest = detail.slice(name.length + 1)
    if (name === 'key') rule.keys.push(rest)
    else if (name === 'debounce' || name === 'throttle') rule[name] = Number(rest)
    else Object.assign(rule, { [name]: rest || true })
  }
  return rule
}
