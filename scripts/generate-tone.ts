// Makes the sound of the example /survive: sixteen seconds of soft bells, small enough to be kept beside its style
// sheet. `node scripts/generate-tone.ts` writes it again, byte for byte.
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const FILE = resolve(import.meta.dirname, '../examples/public/survive.wav')
const RATE = 4000
const SECONDS = 16
const NOTES_PER_SECOND = 2
/** A pentatonic scale: any order of its notes sounds well. */
const HERTZ = [262, 294, 330, 392, 440, 523, 587, 659]
const HEADER = 44

function sample(at: number): number {
  let sum = 0
  // A bell rings on while the next ones begin.
  const latest = Math.floor(at * NOTES_PER_SECOND)
  for (let note = Math.max(0, latest - 3); note <= latest; note++) {
    const since = at - note / NOTES_PER_SECOND
    const hertz = HERTZ[(note * 5 + (note >> 2)) % HERTZ.length] ?? 0
    sum += Math.sin(2 * Math.PI * hertz * since) * Math.exp(-2.5 * since)
  }
  return sum
}

/** Eight bits, one channel: https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html */
function wave(): Buffer {
  const length = RATE * SECONDS
  const bytes = Buffer.alloc(HEADER + length)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(HEADER - 8 + length, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(RATE, 24)
  bytes.writeUInt32LE(RATE, 28)
  bytes.writeUInt16LE(1, 32)
  bytes.writeUInt16LE(8, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(length, 40)
  for (let i = 0; i < length; i++) bytes[HEADER + i] = 128 + Math.round(40 * sample(i / RATE))
  return bytes
}

writeFileSync(FILE, wave())
