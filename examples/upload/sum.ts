// What the gallery does with a file: it is read once, and removed.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** The beginning of the file's SHA-256, in hexadecimal digits. */
export async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  await rm(path)
  return hash.digest('hex').slice(0, 16)
}
