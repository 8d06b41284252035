// Reads one message. A pure function of its bytes: whatever they are, the outcome is values or a
// WireError, and no allocation is larger than the message. Used by server and client.
import { unzigzag } from './varint.ts'

/** The message is not what the protocol allows. */
export class WireError extends Error {
  override name = 'WireError'
}

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws WireError `utf8` when the bytes are not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new WireError('utf8')
  }
}

/** A cursor over one message. */
export class Reader {
  at = 0
  /** Where the part that this reader may read ends. */
  end: number
  readonly bytes: Uint8Array
  /** All strings of the message, decoded at once; each is a slice of it. */
  private text = ''
  private textAt = 0
  private strings: string[] = []

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.end = bytes.length
  }

  get done(): boolean {
    return this.at >= this.end
  }

  byte(): number {
    if (this.at >= this.end) throw new WireError('truncated')
    return this.bytes[this.at++] as number
  }

  varint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte()
      value += (byte & 127) * 2 ** shift
      if (byte < 128) {
        if (value > 0xffff_ffff) break
        return value
      }
    }
    throw new WireError('varint')
  }

  /** 32 bits, lowest byte first. */
  word(): number {
    let value = 0
    for (let shift = 0; shift < 32; shift += 8) value |= this.byte() << shift
    return value >>> 0
  }

  signed(): number {
    return unzigzag(this.varint())
  }

  /** The rest of the message as UTF-8. */
  rest(): string {
    const text = decodeText(this.bytes.subarray(this.at, this.end))
    this.at = this.end
    return text
  }

  /** Splits off the strings that follow the first `length` bytes from here. */
  splitStrings(length: number): void {
    const from = this.at
    this.slice(length)
    const { at } = this
    this.text = this.rest()
    this.end = at
    this.at = from
  }

  /** `length` bytes. */
  slice(length: number): Uint8Array {
    if (length > this.end - this.at) throw new WireError('truncated')
    return this.bytes.subarray(this.at, (this.at += length))
  }

  /** The next new string of `length` UTF-16 units. */
  newString(length: number): string {
    const from = this.textAt
    this.textAt += length
    if (this.textAt > this.text.length) throw new WireError('string')
    const string = this.text.slice(from, this.textAt)
    this.strings.push(string)
    return string
  }

  /** A string that this message has named before. */
  oldString(index: number): string {
    const string = this.strings[index]
    if (string === undefined) throw new WireError('string')
    return string
  }

  /** A string: new (even) or named before (odd). */
  string(): string {
    const head = this.varint()
    return head & 1 ? this.oldString(head >>> 1) : this.newString(head >>> 1)
  }
}

/** A byte count, then that many bytes. */
export function readSlice(reader: Reader): Uint8Array {
  return reader.slice(reader.varint())
}

/** A byte count, then that many bytes of UTF-8. */
export const readInline = (reader: Reader): string => decodeText(readSlice(reader))
