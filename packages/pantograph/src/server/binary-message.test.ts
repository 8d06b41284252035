import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import * as ws from 'ws'
import { binaryMessage } from './binary-message.ts'

// Exported, but not in the types.
const { Receiver } = ws as unknown as { Receiver: new (options: object) => Writable }

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 1_000_000])(
  'a message of %d bytes is read as it was written',
  async (length) => {
    const payload = Uint8Array.from({ length }, (_, i) => i * 7)
    const receiver = new Receiver({ isServer: false })
    const read = once(receiver, 'message')
    receiver.write(binaryMessage(payload))
    const [data, isBinary] = (await read) as [Buffer, boolean]
    expect(isBinary).toBe(true)
    expect(Buffer.compare(data, payload)).toBe(0)
  },
)
