// A binary message as one frame of WebSocket from a server: RFC 6455, section 5.2. `ws` writes head and payload one after
// the other; in one piece a small message costs a third less.

/** FIN, opcode 2. */
const BINARY = 0x82
const TWO_BYTES = 126
const EIGHT_BYTES = 127

export function binaryMessage(payload: Uint8Array): Buffer {
  const { length } = payload
  if (length < TWO_BYTES) {
    const message = Buffer.allocUnsafe(2 + length)
    message[0] = BINARY
    message[1] = length
    message.set(payload, 2)
    return message
  }
  const isShort = length < 65_536
  const head = isShort ? 4 : 10
  const message = Buffer.allocUnsafe(head + length)
  message[0] = BINARY
  message[1] = isShort ? TWO_BYTES : EIGHT_BYTES
  if (isShort) message.writeUInt16BE(length, 2)
  else message.writeBigUInt64BE(BigInt(length), 2)
  message.set(payload, head)
  return message
}
