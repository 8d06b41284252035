// What a hook in the browser asks of its functions here, and the answer. An answer is told in the frame that confirms
// the event, or in an earlier one: a browser that has the one without the other knows that there will be none.
import { promised } from '../reactivity/promised.ts'
import { isSignal, untracked } from '../reactivity/signal.ts'
import { FrameEnd } from '../render/frame-end.ts'
import type { HeadOwner } from '../render/head.ts'
import { AttributeBinding } from '../render/nodes.ts'
import { SpreadBinding } from '../render/spread-binding.ts'
import type { PantographEvent } from '../template/events.ts'
import { HookUse } from '../template/hook.ts'

/** What a push carries: wire/payload-readers.ts. */
interface Pushed extends PantographEvent {
  /** Tells the answers of a page apart. */
  readonly push: number
  readonly name: string
  readonly value: unknown
}

/** The page that has asked. It may still have to be told what it shows. */
export type Asked = HeadOwner & { end: FrameEnd | null }

/** The hook that stands in a slot, if one does. */
function hookIn(value: unknown): HookUse | null {
  if (value instanceof SpreadBinding) return value.current.hook
  const now =
    value instanceof AttributeBinding && isSignal(value.signal)
      ? untracked(() => value.signal.value)
      : value
  return now instanceof HookUse ? now : null
}

/** Runs what was asked for, and answers. What it throws is also whoever's who called this. */
export function pushHandler(slot: unknown, asked: Asked): (event: unknown) => unknown {
  const { handlers = {} } = hookIn(slot) ?? {}
  const answer = (text: string): void => (asked.end ??= new FrameEnd(asked)).answer(text)
  return (event) => {
    const { push, name, value, id } = event as Pushed
    const refuse = (error: unknown): never => {
      answer(JSON.stringify([push]))
      throw error
    }
    // A version of the page from before may ask for what there is no more.
    if (!Object.hasOwn(handlers, name)) return answer(JSON.stringify([push]))
    try {
      const reply = promised((handlers[name] as Handler)(value, { type: name, id }))
      if (!(reply instanceof Promise)) return answer(replyText(push, reply))
      return reply.then((result) => answer(replyText(push, result))).catch(refuse)
    } catch (error) {
      return refuse(error)
    }
  }
}

type Handler = (payload: unknown, event: PantographEvent) => unknown

/** @throws TypeError when JSON cannot hold it. */
const replyText = (push: number, reply: unknown): string =>
  JSON.stringify(reply === undefined ? [push, 1] : [push, 1, reply])
