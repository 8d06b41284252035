// Files that are uploaded, as streams: whatever takes bytes as they come, such as a client of a storage or a program that unpacks.
import type { UploadInfo, UploadWriter } from '../session/upload-writer.ts'

/** A file on its way. */
interface Open {
  readonly writer: WritableStreamDefaultWriter<Uint8Array>
  offset: number
  /** When it was written to last. */
  at: number
  /** Rejects when the file is not wanted any more: a sink that is stuck would never tell. */
  readonly gone: Promise<never>
  /** Ends the stream. */
  leave(error: Error): Promise<void>
  /** All of it is there. Kept for who asks again, as long as others wait for the rest. */
  closed?: Promise<void>
}

/** How long a stream waits for the rest of its file, in milliseconds. */
const PATIENCE = 3_600_000

class StreamWriter implements UploadWriter {
  private readonly begin: (
    file: UploadInfo,
  ) => WritableStream<Uint8Array> | Promise<WritableStream<Uint8Array>>
  private readonly all = new Map<string, Open>()

  constructor(begin: StreamWriter['begin']) {
    this.begin = begin
  }

  offset({ id }: UploadInfo): Promise<number> {
    return Promise.resolve(this.all.get(id)?.offset ?? 0)
  }

  async append(file: UploadInfo, _: number, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const open = await this.of(file)
    if (open.closed !== undefined) return
    try {
      for await (const chunk of bytes) {
        await Promise.race([open.writer.ready.then(() => open.writer.write(chunk)), open.gone])
        open.offset += chunk.length
        open.at = Date.now()
      }
    } catch (error) {
      // The browser begins anew.
      this.all.delete(file.id)
      throw error
    }
  }

  async finish(file: UploadInfo): Promise<string> {
    const open = await this.of(file)
    try {
      await (open.closed ??= open.writer.close())
    } catch (error) {
      this.all.delete(file.id)
      throw error
    }
    return file.id
  }

  async remove({ id }: UploadInfo): Promise<void> {
    const open = this.all.get(id)
    this.all.delete(id)
    if (open?.closed !== undefined) return
    await open?.leave(new Error('the file is not wanted any more'))
  }

  private async of(file: UploadInfo): Promise<Open> {
    const known = this.all.get(file.id)
    if (known !== undefined) return known
    this.sweep()
    const open = opened((await this.begin(file)).getWriter())
    this.all.set(file.id, open)
    return open
  }

  private sweep(): void {
    const before = Date.now() - PATIENCE
    for (const [id, { at, leave, closed }] of this.all) {
      if (at > before) continue
      this.all.delete(id)
      if (closed !== undefined) continue
      leave(new Error('nothing has come for an hour')).catch(() => {})
    }
  }
}

function opened(writer: Open['writer']): Open {
  const { promise: gone, reject } = Promise.withResolvers<never>()
  // What fails is told by the write that follows.
  for (const end of [writer.closed, gone]) end.catch(() => {})
  const leave = (error: Error): Promise<void> => {
    reject(error)
    return writer.abort(error)
  }
  return { writer, offset: 0, at: Date.now(), gone, leave }
}

/**
 * Writes each file to a stream of yours, and closes it at the end. A file goes on with the byte where it stopped as long as the
 * process lives; after a crash it begins anew, with another stream. `location` is the file's id. Of a Node stream:
 * `Writable.toWeb(stream)`.
 *
 * @param begin called for each file, when its first bytes come
 * @example
 * createUpload({ name: 'backup', writer: streamWriter((file) => bucket.putStream(file.id)) })
 */
export function streamWriter(
  begin: (file: UploadInfo) => WritableStream<Uint8Array> | Promise<WritableStream<Uint8Array>>,
): UploadWriter {
  return new StreamWriter(begin)
}
