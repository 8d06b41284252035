// Reads templates: docs/protocol.md, "Templates".
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { lost, SLOT_CHILD } from './model.ts'
import type { ElementPart, Model, Part, Slot, Template } from './model.ts'

/** A template by number, with its definition where one follows. */
export function readTemplate(reader: Reader, model: Model): Template {
  const head = reader.varint()
  if (head & 1) model.templates[head >>> 1] = new Definition(reader).read()
  return model.template(head >>> 1)
}

/** What stands in an element, or in the template itself. */
interface Inside {
  readonly attributes: [string, string][]
  readonly slots: number[]
  readonly children: Part[]
}

class Definition {
  private readonly reader: Reader
  private readonly full: boolean
  private readonly hash: number
  private readonly slots: Slot[] = []

  constructor(reader: Reader) {
    this.reader = reader
    this.full = reader.varint() === 1
    this.hash = reader.word()
  }

  read(): Template {
    return { hash: this.hash, slots: this.slots, parts: this.inside().children }
  }

  private inside(): Inside {
    const inside: Inside = { attributes: [], slots: [], children: [] }
    for (;;) {
      const token = this.reader.varint()
      const kind = token & 7
      if (kind === P.TOKEN_END) return inside
      if (kind === P.TOKEN_ATTRIBUTE)
        inside.attributes.push([this.reader.string(), this.reader.string()])
      else if (kind === P.TOKEN_SLOT) inside.slots.push(this.slot(token >>> 3))
      else inside.children.push(this.part(kind, token >>> 3))
    }
  }

  private part(kind: number, argument: number): Part {
    switch (kind) {
      case P.TOKEN_ELEMENT:
        return this.element()
      case P.TOKEN_TEXT: {
        const text = this.full ? this.reader.string() : null
        return { kind: 'text', text, length: text?.length ?? argument }
      }
      case P.TOKEN_CHILD:
        return { kind: 'child', slot: this.add(SLOT_CHILD, '', 0), touches: argument === 1 }
      case P.TOKEN_SKIP:
        return { kind: 'skip', count: argument, nodes: null }
      default:
        return lost(`token ${kind}`)
    }
  }

  private element(): ElementPart {
    const tag = this.full ? this.reader.string() : ''
    const { attributes, slots, children } = this.inside()
    return { kind: 'element', tag, attributes: this.full ? attributes : null, slots, children }
  }

  /** A slot that stands on the element. */
  private slot(kind: number): number {
    const name = kind === P.SLOT_SPREAD ? '' : this.reader.string()
    return this.add(kind, name, kind === P.SLOT_EVENT ? this.reader.varint() : 0)
  }

  private add(kind: number, name: string, payload: number): number {
    return this.slots.push({ kind, name, payload }) - 1
  }
}
