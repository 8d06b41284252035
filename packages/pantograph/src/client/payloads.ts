// What events carry, in bytes, but for the plainest (payload.ts). The kinds are those of wire/protocol.ts, the bytes
// are in docs/protocol.md. Part of events.ts.
import { PARTS, POINTER_TYPES } from '../wire/units.ts'
import * as P from '../wire/protocol.ts'
import type { Tools } from './lent.ts'

type Encode = (event: Event, element: Element) => readonly number[]

let tools: Tools

export function lendToPayloads(lent: Tools): void {
  tools = lent
}

/** What an event tells to a handler of `element`. */
export const payloadOf = (kind: number, event: Event, element: Element): readonly number[] =>
  (ENCODERS[kind] as Encode | undefined)?.(event, element) ?? tools.payloadOf(kind, event)

/** Numbers of pixels and the like: whole, and not too large. */
const whole = (value: number): number =>
  Math.round(Math.min(Math.max(value || 0, -0x3fff_ffff), 0x3fff_ffff))
const count = (value: number): number[] => tools.varint(Math.max(whole(value), 0))
const signed = (value: number): number[] => {
  const number = whole(value)
  return tools.varint(((number << 1) ^ (number >> 31)) >>> 0)
}
const parts = (value: number): number[] => count(Math.min(value, 1) * PARTS)
const milliseconds = (seconds: number): number[] => count(seconds * 1000)
const texts = (all: readonly string[]): number[] => [
  ...count(all.length),
  ...all.flatMap((text) => tools.inline(text)),
]

function key(event: KeyboardEvent): number[] {
  const { key: name, code, repeat, target } = event
  const { value = '' } = target as Partial<HTMLInputElement>
  const [bit, rest] = codeBits(name, code)
  const bits = tools.modifiers(event) | (repeat ? P.KEY_REPEAT : 0) | bit
  return [bits, ...tools.inline(name), ...rest, ...tools.utf8(String(value))]
}

function codeBits(name: string, code = ''): [bit: number, rest: number[]] {
  if (code === '') return [0, []]
  if (code === name) return [P.KEY_SAME, []]
  if (code === `Key${name.toUpperCase()}`) return [P.KEY_LETTER, []]
  return [P.KEY_CODE, tools.inline(code)]
}

function form({ target, submitter }: SubmitEvent): number[] {
  const button = submitter as HTMLButtonElement | null
  const fields = new FormData(target as HTMLFormElement, button)
  const bytes = tools.inline(button?.name || button?.value || '')
  for (const [name, field] of fields) {
    // For browsers without this runtime.
    if (name === 'pantograph-form') continue
    // A file's content does not belong into an event; its name does.
    bytes.push(
      ...tools.inline(name),
      ...tools.inline(typeof field === 'string' ? field : field.name),
    )
  }
  return bytes
}

function position(event: MouseEvent, element: Element): number[] {
  const { button, buttons, clientX, clientY } = event
  const { left, top } = element.getBoundingClientRect()
  return [
    tools.modifiers(event) | ((button & 15) << 4),
    buttons & 255,
    ...signed(clientX),
    ...signed(clientY),
    ...signed(clientX - left),
    ...signed(clientY - top),
  ]
}

function pointer(event: PointerEvent, element: Element): number[] {
  const { pointerId, pointerType, isPrimary, pressure } = event
  const type = Math.max((POINTER_TYPES as readonly string[]).indexOf(pointerType), 0)
  const bits = type | (isPrimary ? P.POINTER_PRIMARY : 0)
  return [...position(event, element), ...signed(pointerId), bits, ...parts(pressure)]
}

function touches(event: TouchEvent): number[] {
  const bytes = [tools.modifiers(event)]
  for (const list of [event.touches, event.changedTouches]) {
    bytes.push(...count(list.length))
    for (const { identifier, clientX, clientY } of list) {
      bytes.push(...signed(identifier), ...signed(clientX), ...signed(clientY))
    }
  }
  return bytes
}

/** What was turned since the last event that was told. */
const turned = new WeakMap<Element, { x: number; y: number }>()

export function forgetTurns(element: Element): void {
  turned.delete(element)
}

function wheel(event: WheelEvent, element: Element): number[] {
  const { deltaX, deltaY, deltaMode } = event
  const { x, y } = turned.get(element) ?? { x: 0, y: 0 }
  const sum = { x: x + deltaX, y: y + deltaY }
  turned.set(element, sum)
  return [...position(event, element), ...signed(sum.x), ...signed(sum.y), deltaMode]
}

function clipboard({ type, clipboardData, target }: ClipboardEvent): number[] {
  const pasted = clipboardData?.getData('text/plain') ?? ''
  const text = type === 'paste' ? pasted : selection(target).text
  return [...texts([...(clipboardData?.types ?? [])]), ...tools.utf8(text)]
}

function drag(event: DragEvent, element: Element): number[] {
  const { dataTransfer } = event
  const text = dataTransfer?.getData('text/plain') ?? ''
  const files = [...(dataTransfer?.files ?? [])].map(({ name }) => name)
  const types = [...(dataTransfer?.types ?? [])]
  return [...position(event, element), ...texts(types), ...texts(files), ...tools.utf8(text)]
}

function scroll({ target }: Event, element: Element): number[] {
  const isPage = target === document || target === window
  const at = (isPage ? document.scrollingElement : (target as Element)) ?? element
  return [
    ...signed(at.scrollLeft),
    ...signed(at.scrollTop),
    ...count(at.scrollWidth),
    ...count(at.scrollHeight),
    ...count(at.clientWidth),
    ...count(at.clientHeight),
  ]
}

export const size = (width: number, height: number): number[] => [...count(width), ...count(height)]

export const sight = (isVisible: boolean, ratio: number): number[] => [
  isVisible ? 1 : 0,
  ...parts(ratio),
]

function toggle({ newState, target }: ToggleEvent): number[] {
  const isOpen = newState ? newState === 'open' : (target as HTMLDetailsElement).open
  return [isOpen ? 1 : 0]
}

function media({ target }: Event): number[] {
  const { paused, ended, muted, seeking, ...rest } = pick(target as HTMLMediaElement)
  const bits =
    (paused ? P.MEDIA_PAUSED : 0) |
    (ended ? P.MEDIA_ENDED : 0) |
    (muted ? P.MEDIA_MUTED : 0) |
    (seeking ? P.MEDIA_SEEKING : 0)
  const { currentTime, duration, volume, playbackRate } = rest
  const length = Number.isFinite(duration) ? count(duration * 1000 + 1) : [0]
  const rate = signed(playbackRate * PARTS)
  return [bits, ...milliseconds(currentTime), ...length, ...parts(volume), ...rate]
}

/** A file that is not there yet makes some of them nothing. */
const pick = ({
  paused,
  ended,
  muted,
  seeking,
  currentTime = 0,
  duration = NaN,
  volume = 1,
  playbackRate = 1,
}: HTMLMediaElement) => ({
  paused,
  ended,
  muted,
  seeking,
  currentTime,
  duration,
  volume,
  playbackRate,
})

/** What is selected in a control, or else on the page. */
function selection(target: EventTarget | null): { text: string; start: number; end: number } {
  const { value, selectionStart, selectionEnd } = (target ?? {}) as Partial<HTMLInputElement>
  if (typeof value === 'string' && typeof selectionStart === 'number') {
    const end = selectionEnd ?? selectionStart
    return { text: value.slice(selectionStart, end), start: selectionStart, end }
  }
  return { text: String(document.getSelection() ?? ''), start: 0, end: 0 }
}

/** Nothing, where JSON has no words for it. */
function detail(event: CustomEvent): readonly number[] {
  try {
    return tools.utf8(JSON.stringify(event.detail) ?? '')
  } catch {
    return []
  }
}

function selected({ target }: Event): number[] {
  const { text, start, end } = selection(target)
  return [...count(start), ...count(end), ...tools.utf8(text)]
}

function files({ target }: Event): number[] {
  const all = [...((target as HTMLInputElement).files ?? [])]
  const texts = all.flatMap(({ name, type, size, lastModified }) => [
    name,
    type,
    size,
    lastModified,
  ])
  return texts.flatMap((text) => tools.inline(String(text)))
}

const ENCODERS: Record<number, unknown> = {
  [P.PAYLOAD_KEY]: key,
  [P.PAYLOAD_FORM]: form,
  [P.PAYLOAD_POSITION]: position,
  [P.PAYLOAD_POINTER]: pointer,
  [P.PAYLOAD_TOUCH]: touches,
  [P.PAYLOAD_WHEEL]: wheel,
  [P.PAYLOAD_COMPOSITION]: ({ data, target }: CompositionEvent) => [
    ...tools.inline(data ?? ''),
    ...tools.utf8(String((target as Partial<HTMLInputElement>).value ?? '')),
  ],
  [P.PAYLOAD_EDIT]: ({ inputType, data }: InputEvent) => [
    ...tools.inline(inputType ?? ''),
    ...tools.utf8(data ?? ''),
  ],
  [P.PAYLOAD_CLIPBOARD]: clipboard,
  [P.PAYLOAD_DRAG]: drag,
  [P.PAYLOAD_SCROLL]: scroll,
  [P.PAYLOAD_SIZE]: () => size(innerWidth, innerHeight),
  [P.PAYLOAD_TOGGLE]: toggle,
  [P.PAYLOAD_ANIMATION]: ({ elapsedTime, animationName, pseudoElement }: AnimationEvent) => [
    ...milliseconds(elapsedTime),
    ...tools.inline(animationName),
    ...tools.utf8(pseudoElement),
  ],
  [P.PAYLOAD_TRANSITION]: ({ elapsedTime, propertyName, pseudoElement }: TransitionEvent) => [
    ...milliseconds(elapsedTime),
    ...tools.inline(propertyName),
    ...tools.utf8(pseudoElement),
  ],
  [P.PAYLOAD_FILES]: files,
  [P.PAYLOAD_MEDIA]: media,
  [P.PAYLOAD_SELECTION]: selected,
  [P.PAYLOAD_SHOWN]: () => [document.hidden ? 0 : 1],
  [P.PAYLOAD_DIALOG]: ({ target }: Event) =>
    tools.utf8(String((target as Partial<HTMLDialogElement>).returnValue ?? '')),
  [P.PAYLOAD_DETAIL]: detail,
  [P.PAYLOAD_RANGE]: (event: Event) => tools.payloadOf(P.PAYLOAD_VALUE, event),
  [P.PAYLOAD_OUTSIDE]: (event: Event) => tools.payloadOf(P.PAYLOAD_MOUSE, event),
}
