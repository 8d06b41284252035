// Files that are uploaded, as files of this machine: what has arrived so far is a file that ends in `.part`, whose length is where
// to go on; a whole one is renamed. Their names are ids that the server has made, never those that a browser tells.
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PantographError } from '../errors.ts'
import type { UploadInfo, UploadWriter } from '../session/upload-writer.ts'

/** Options of `diskWriter`. */
export interface DiskWriterOptions {
  /** How long what has arrived of a file is kept after its last byte, in milliseconds. Default: a day. */
  readonly keepMilliseconds?: number
}

const DAY = 86_400_000
const PART = '.part'
const ID = /^[\w-]{16,64}$/
/** How often it is looked for what nobody wants any more. */
const SWEEP = 600_000
const FLAGS = constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW

class DiskWriter implements UploadWriter {
  readonly name: string
  private readonly folder: string
  private readonly keep: number
  /** Nobody else is to have a hand in it, and what is in it goes with time, whole files too. */
  private readonly isTemporary: boolean
  private sweptAt = 0
  private preparing: Promise<void> | null = null

  constructor(folder: string, keep: number, isTemporary: boolean) {
    this.folder = resolve(folder)
    this.keep = keep
    this.isTemporary = isTemporary
    // It is in what browsers are given, who need not know the path.
    this.name = `disk ${createHash('sha256').update(this.folder).digest('base64url').slice(0, 12)}`
  }

  async offset(file: UploadInfo): Promise<number> {
    return (await sizeOf(this.whole(file))) ?? (await sizeOf(this.part(file))) ?? 0
  }

  async append(file: UploadInfo, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    await this.ready()
    // A request that comes late: there is nothing to be added.
    if ((await sizeOf(this.whole(file))) !== null) return
    const handle = await open(this.part(file), FLAGS, 0o600)
    try {
      let at = offset
      for await (const chunk of bytes) {
        // Another process may have finished it meanwhile: nothing is written into a whole file.
        if (!(await isAt(handle, this.part(file)))) return
        at += await writeAll(handle, chunk, at)
      }
    } finally {
      await handle.close()
    }
  }

  async finish(file: UploadInfo): Promise<string> {
    const whole = this.whole(file)
    await this.ready()
    if ((await sizeOf(whole)) !== null) return whole
    // Of an empty file, nothing has ever arrived.
    const handle = await open(this.part(file), file.size === 0 ? FLAGS : constants.O_WRONLY, 0o600)
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(this.part(file), whole)
    return whole
  }

  async remove(file: UploadInfo): Promise<void> {
    for (const path of [this.part(file), this.whole(file)]) await rm(path, { force: true })
  }

  private whole({ id }: UploadInfo): string {
    if (!ID.test(id)) throw new PantographError('PG_UPLOAD', `${JSON.stringify(id)} is no id`)
    return join(this.folder, id)
  }

  private part(file: UploadInfo): string {
    return this.whole(file) + PART
  }

  /** Also for those who come while it is being looked at; and what has failed is looked at again. */
  private async ready(): Promise<void> {
    if (Date.now() - this.sweptAt < SWEEP) return
    this.preparing ??= this.prepare().finally(() => (this.preparing = null))
    await this.preparing
  }

  private async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    if (this.isTemporary) await assertOwn(this.folder)
    await this.sweep()
    this.sweptAt = Date.now()
  }

  private async sweep(): Promise<void> {
    const before = Date.now() - this.keep
    for (const name of await readdir(this.folder)) {
      if (!this.isTemporary && !name.endsWith(PART)) continue
      const path = join(this.folder, name)
      const found = await stat(path).catch(() => null)
      if (found?.isFile() && found.mtimeMs < before) await rm(path, { force: true })
    }
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array, at: number): Promise<number> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, at + done)
    done += bytesWritten
  }
  return chunk.length
}

async function isAt(handle: FileHandle, path: string): Promise<boolean> {
  const [open, found] = await Promise.all([handle.stat(), stat(path).catch(() => null)])
  return found?.ino === open.ino && found.dev === open.dev
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** In a place where all users may write, somebody may have been there before. */
async function assertOwn(folder: string): Promise<void> {
  const found = await lstat(folder)
  const user = process.getuid?.()
  if (found.isDirectory() && (user === undefined || found.uid === user)) return
  throw new PantographError('PG_UPLOAD', `${folder} is not ours; give createUpload a writer`)
}

/**
 * Keeps files in a folder of this machine. A file that has arrived is `folder/id`; that is its `location`. What has arrived of others
 * is `folder/id.part`, and goes on there after a crash. Processes that share the folder may take turns; one that still has a file
 * open which another has finished writes no further chunk into it.
 *
 * @param folder made when it is needed
 * @example
 * createUpload({ name: 'photos', writer: diskWriter('./uploads') })
 */
export function diskWriter(folder: string, options: DiskWriterOptions = {}): UploadWriter {
  return new DiskWriter(folder, options.keepMilliseconds ?? DAY, false)
}

/** For those who give no writer: nothing in it is kept for ever. Who keeps files longer has another folder. */
export function temporaryWriter(keep: number): UploadWriter {
  const user = process.getuid?.() ?? 'user'
  return new DiskWriter(join(tmpdir(), `pantograph-uploads-${user}-${keep}`), keep, true)
}
