// Writes one message into a buffer that grows. Strings go to a block of their own behind the rest, so
// that the browser decodes all of them at once. Used by the server; the client writes by hand.
import { zigzag } from './varint.ts'

const START = 256

/** Collects one message. Reusable: `finish` hands out a copy and empties it. */
export class Writer {
  private bytes: Uint8Array = new Uint8Array(START)
  private length = 0
  private text = ''
  private strings = new Map<string, number>()
  private stringCount = 0
  private needs = 0

  get size(): number {
    return this.length
  }

  get hasStrings(): boolean {
    return this.text.length > 0
  }

  /** What is written needs features of the browser runtime: bits, 1 << a feature's number. */
  need(features: number): void {
    this.needs |= features
  }

  /** The features that were needed since this was last asked. */
  takeNeeds(): number {
    const { needs } = this
    this.needs = 0
    return needs
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow(1)
    this.bytes[this.length++] = value
  }

  varint(value: number): void {
    if (this.length + 5 > this.bytes.length) this.grow(5)
    const bytes = this.bytes
    while (value > 127) {
      bytes[this.length++] = (value & 127) | 128
      value >>>= 7
    }
    bytes[this.length++] = value
  }

  /** 32 bits, lowest byte first. */
  word(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.byte((value >>> shift) & 255)
  }

  /** 48 bits, lowest byte first. */
  sum(value: number): void {
    for (let i = 0; i < 6; i++, value = Math.floor(value / 256)) this.byte(value % 256)
  }

  signed(value: number): void {
    this.varint(zigzag(value))
  }

  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.bytes.length) this.grow(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** The index of `text` if this message has named it before, else -1 (and it is taken in). */
  intern(text: string): number {
    // Naming a short string again costs as much as looking it up saves.
    if (text.length > 2) {
      const known = this.strings.get(text)
      if (known !== undefined) return known
      this.strings.set(text, this.stringCount)
    }
    this.stringCount++
    this.text += text
    return -1
  }

  /** A string: new (even) or named before (odd). */
  string(text: string): void {
    const known = this.intern(text)
    this.varint(known < 0 ? text.length * 2 : known * 2 + 1)
  }

  /** What has been written since `from`, as a copy. */
  copy(from: number): Uint8Array {
    return this.bytes.slice(from, this.length)
  }

  /** Takes back what has been written since `from` (strings stay). */
  rewind(from: number): void {
    this.length = from
  }

  /** The body and the strings behind it, with room for `head` bytes in front. */
  finish(head: (bodyLength: number, hasStrings: boolean) => readonly number[]): Uint8Array {
    const front = head(this.length, this.hasStrings)
    const body = front.length + this.length
    const strings = this.hasStrings ? Buffer.byteLength(this.text) : 0
    // From Node's pool: most messages are a few bytes, and an array of its own costs far more than those.
    const message = Buffer.allocUnsafe(body + strings)
    message.set(front)
    if (this.length > FEW) message.set(this.bytes.subarray(0, this.length), front.length)
    else for (let i = 0; i < this.length; i++) message[front.length + i] = this.bytes[i] as number
    if (strings > 0) message.write(this.text, body)
    this.reset()
    return message
  }

  /** Forgets everything; a large buffer is given back. */
  reset(): void {
    this.length = 0
    if (this.bytes.length > KEEP) this.bytes = new Uint8Array(START)
    this.stringCount = 0
    if (this.text === '') return
    this.text = ''
    this.strings = new Map()
  }

  private grow(by: number): void {
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + by))
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }
}

const KEEP = 65_536
/** Up to here a loop is faster than a view and a copy. */
const FEW = 32

/** The bytes of a varint, for message heads. */
export function varintBytes(value: number): number[] {
  const bytes: number[] = []
  while (value > 127) {
    bytes.push((value & 127) | 128)
    value >>>= 7
  }
  bytes.push(value)
  return bytes
}
