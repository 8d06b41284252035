// `createUpload`: files that a user chooses, drops or pastes, and what becomes of them. The list is state; the browser is told
// which files to send by an attribute that follows from it, so that every way of coming back tells it again.
import { PantographError } from '../errors.ts'
import { signal } from '../reactivity/signal.ts'
import type { WritableSignal } from '../reactivity/signal.ts'
import { setupInstance } from '../render/lifecycle.ts'
import { addPart } from '../render/part.ts'
import type { Part } from '../render/part.ts'
import { once } from './once.ts'
import { Session } from './session.ts'
import { admit, hasRoom, isUnfinished, rulesOf, sentenceFor, wanted } from './upload-files.ts'
import type { FileRecord, UploadReason, UploadRules, UploadStatus } from './upload-files.ts'
import { addReceiver, isReceiving, removeReceiver } from './upload-receivers.ts'
import { readSaid } from './upload-said.ts'
import type { Said } from './upload-said.ts'
import { isDirect } from './upload-writer.ts'
import type {
  DirectWriter,
  Receiver,
  UploadHost,
  UploadInfo,
  UploadTarget,
  UploadWriter,
} from './upload-writer.ts'

/** A file of an upload, as views show it. */
export interface UploadFile extends UploadInfo {
  readonly status: UploadStatus
  /** From 0 to 1. */
  readonly progress: number
  /** Why it was refused or has failed: a word for programs, and a sentence for users. */
  readonly reason: UploadReason | undefined
  readonly error: string | undefined
  /** Where it is, when it is done. */
  readonly location: string | undefined
  /** For `<img data-preview={file.preview} />`: the browser shows its own copy. Undefined for what is no image. */
  readonly preview: string | undefined
}

/** A file that has arrived. */
export interface UploadedFile extends UploadInfo {
  /** What the writer says: of `diskWriter`, the path of the file. */
  readonly location: string
}

/** Options of `createUpload`. */
export interface UploadOptions {
  /** The name of the field, and in checkpoints. */
  readonly name: string
  /**
   * What is taken, as the attribute `accept` of HTML has it: `['image/*', '.pdf']`. Name and type are the browser's word: look
   * into the file before you rely on it. Default: everything.
   */
  readonly accept?: readonly string[]
  /** Bytes of one file, at most. Default, and the most that it may be: `limits.uploadBytes`. */
  readonly maxBytes?: number
  /** Files in the list, without refused and failed ones; 1000 at most. With one, a new file takes its place. Default: 1. */
  readonly maxCount?: number
  /** Where the bytes go. Default: files in a folder for temporary files, which are removed after a day. */
  readonly writer?: UploadWriter | DirectWriter
  /**
   * Called for each file that has arrived, in order with the events of the page, and like a handler: once, and again if the
   * process died before its effect was kept. What must not be done twice belongs into `once()`.
   */
  readonly onDone?: (file: UploadedFile) => unknown
}

/** Made by `createUpload`. Views that read `files` or `input` run again when something changes. */
export interface Upload {
  /** To be spread into an `<input type="file">`, which must be there. */
  readonly input: Readonly<Record<string, unknown>>
  /** To be spread into an element that files can be dropped on, and pasted into. */
  readonly drop: Readonly<Record<string, unknown>>
  /** All files, in the order in which they were chosen. */
  readonly files: readonly UploadFile[]
  /** Whether any file is still to arrive. */
  readonly isBusy: boolean
  /** Takes a file off the list. One that is not done is given up, and what had arrived of it is removed. */
  cancel(id: string): void
  /** Sends a file again that has failed. Where there are as many as may be, it stays, and its `reason` says so: `too-many`. */
  retry(id: string): void
}

/** How often progress is shown, in milliseconds. */
const PACE = 100

class Uploading implements Upload, Receiver {
  readonly writer: UploadWriter | DirectWriter
  private readonly options: UploadOptions
  private readonly rules: UploadRules
  /** What no other upload of any page is called. */
  private readonly owner: string
  private readonly page: Session
  private readonly host: UploadHost
  private readonly list: WritableSignal<readonly FileRecord[]>
  private readonly addresses = new Map<string, string>()
  /** `nth`: how often it was asked for again. */
  private readonly targets = new Map<string, (UploadTarget & { readonly nth: number }) | null>()
  /** What the writer finishes, and `onDone` has then: whether it is wanted, they say. */
  private readonly handed = new Set<string>()
  /** Bytes that came in since the list was last changed. */
  private readonly arrived = new Map<string, number>()
  private timer: NodeJS.Timeout | null = null

  constructor(options: UploadOptions, page: Session, host: UploadHost) {
    this.options = options
    this.rules = rulesOf(options, host.most)
    this.page = page
    this.owner = `${page.id}\n${options.name}`
    this.host = host
    this.writer = options.writer ?? host.defaultWriter
    this.list = signal<readonly FileRecord[]>([], { name: `upload ${options.name}` })
    if (!isDirect(this.writer) && this.writer.name !== undefined) host.register(this.writer)
    addReceiver(page, this)
    this.prepare()
  }

  // What views show

  get files(): readonly UploadFile[] {
    return this.list.value.map((file) => this.shown(file))
  }

  get input(): Readonly<Record<string, unknown>> {
    const { maxBytes, maxCount, accept } = this.rules
    return {
      name: this.options.name,
      accept: accept.length > 0 ? accept.join(',') : null,
      multiple: maxCount > 1,
      'data-upload': this.options.name,
      'data-upload-limits': `${maxBytes} ${maxCount} ${this.host.chunk}`,
      'data-upload-files': this.orders(),
      onPgUpload: this.heard,
    }
  }

  get drop(): Readonly<Record<string, unknown>> {
    return { 'data-upload-drop': this.options.name }
  }

  /** What the browser should be sending now, and where to. */
  private orders(): string | null {
    const orders = wanted(this.list.value).flatMap((file) => {
      const start = [file.id, file.key]
      if (!isDirect(this.writer)) return [[...start, this.addressOf(file), file.isBegun ? 1 : 0]]
      const target = this.targets.get(file.id)
      if (!target) return []
      return [[...start, target.url, target.nth, target.method ?? 'PUT', target.headers ?? {}]]
    })
    return orders.length > 0 ? JSON.stringify(orders) : null
  }

  private shown(file: FileRecord): UploadFile {
    const { key, reason, location, progress, status } = file
    return {
      ...infoOf(file),
      status,
      progress,
      reason: reason ?? undefined,
      error: reason === null ? undefined : sentenceFor(reason, this.rules),
      location: location ?? undefined,
      preview: file.type.startsWith('image/') && status !== 'refused' ? key : undefined,
    }
  }

  /** It stays the same while nothing else does: it is part of the page. */
  private addressOf(file: FileRecord): string {
    const known = this.addresses.get(file.id)
    if (known !== undefined) return known
    const address = this.host.address(infoOf(file), this.writer as UploadWriter, this.page)
    this.addresses.set(file.id, address)
    return address
  }

  /** Asks for the targets of files that browsers send to somewhere else. */
  private prepare(): void {
    const { writer } = this
    if (!isDirect(writer)) return
    for (const file of wanted(this.list.peek())) {
      if (this.targets.has(file.id)) continue
      this.targets.set(file.id, null)
      void this.ask(writer, file)
    }
  }

  private async ask(writer: DirectWriter, file: FileRecord, nth = 0): Promise<void> {
    try {
      this.targets.set(file.id, { ...(await writer.target(infoOf(file))), nth })
      this.list.value = [...this.list.peek()]
    } catch (error) {
      this.page.onNote('PG_UPLOAD_WRITE', error, '')
      this.change(file.id, { status: 'failed', reason: 'rejected' })
    }
  }

  /** What was signed may be too old by now. It is shown until there is another. */
  private askAgain(file: FileRecord): void {
    const known = this.targets.get(file.id)
    if (known && isDirect(this.writer)) void this.ask(this.writer, file, known.nth + 1)
  }

  // What the page says

  private readonly heard = ({ value }: { value: string }): unknown => this.take(readSaid(value))

  private take(said: Said): unknown {
    if (said.what === 'add') {
      const before = this.list.peek()
      const after = admit(before, said.files, said.over, this.rules, this.owner)
      const ids = new Set(after.map(({ id }) => id))
      for (const file of before) if (!ids.has(file.id)) this.letGo(file)
      return this.replace(after)
    }
    const file = this.list.peek().find(({ id }) => id === said.id)
    if (file === undefined || !isUnfinished(file)) return
    switch (said.what) {
      case 'done':
        return this.finish(file)
      case 'progress':
        return isDirect(this.writer) && this.tell(file.id, said.part)
      case 'again':
        return this.askAgain(file)
      case 'lost':
        return this.change(file.id, { status: 'missing', isBegun: true })
      default:
        return this.change(file.id, { status: 'failed', reason: said.what })
    }
  }

  private async finish(file: FileRecord): Promise<void> {
    const { writer } = this
    const info = infoOf(file)
    // Nobody is to write into what is handed over.
    await this.host.stop(file.id)
    // A writer that forgot what it had is given everything again: the browser asks how much that is.
    if (!isDirect(writer) && (await writer.offset(info)) < file.size) return
    this.handed.add(file.id)
    try {
      const work = (): Promise<string> => writer.finish(info)
      const location = await once(work, { onUncertain: work })
      await this.options.onDone?.({ ...info, location })
      this.addresses.delete(file.id)
      this.change(file.id, { status: 'done', progress: 1, location })
    } catch (error) {
      if (this.takes(file.id)) this.change(file.id, { status: 'failed', reason: 'handler' })
      else this.discard(file)
      throw error
    } finally {
      this.handed.delete(file.id)
    }
  }

  // What happens to files

  takes(id: string): boolean {
    return this.list.peek().some((file) => file.id === id && isUnfinished(file))
  }

  received(id: string, offset: number): void {
    this.arrived.set(id, offset)
    this.timer ??= setTimeout(() => this.showArrived(), PACE)
  }

  private showArrived(): void {
    this.timer = null
    for (const [id, offset] of this.arrived) {
      const file = this.list.peek().find((known) => known.id === id)
      if (file) this.tell(id, file.size === 0 ? 1 : Math.min(offset / file.size, 1))
    }
    this.arrived.clear()
  }

  private tell(id: string, progress: number): void {
    const file = this.list.peek().find((known) => known.id === id)
    if (!file || !isUnfinished(file)) return
    // Bytes may still be on their way when the browser has not got the file any more.
    const status = file.status === 'missing' ? 'missing' : 'sending'
    this.change(id, { progress, status, isBegun: true })
  }

  cancel(id: string): void {
    const file = this.list.peek().find((known) => known.id === id)
    if (file === undefined) return
    this.replace(this.list.peek().filter((known) => known !== file))
    this.letGo(file)
  }

  retry(id: string): void {
    const file = this.list.peek().find((known) => known.id === id)
    if (file?.status !== 'failed') return
    if (!hasRoom(this.list.peek(), this.rules)) return this.change(id, { reason: 'too-many' })
    this.addresses.delete(id)
    this.targets.delete(id)
    this.change(id, { status: 'waiting', reason: null, isBegun: true })
  }

  /** What had arrived of a file that is not wanted any more goes. */
  private letGo(file: FileRecord): void {
    this.addresses.delete(file.id)
    this.targets.delete(file.id)
    if (file.status === 'done' || file.status === 'refused' || this.handed.has(file.id)) return
    this.discard(file)
  }

  private discard(file: FileRecord): void {
    const failed = (error: unknown): void => this.page.onNote('PG_UPLOAD_WRITE', error, '')
    const remove = (): Promise<void> => this.writer.remove(infoOf(file))
    void this.host.giveUp(file.id).finally(remove).catch(failed)
  }

  private change(id: string, what: Partial<FileRecord>): void {
    const files = this.list.peek()
    const at = files.findIndex((file) => file.id === id)
    if (at >= 0) this.replace(files.with(at, { ...(files[at] as FileRecord), ...what }))
  }

  private replace(files: readonly FileRecord[]): void {
    this.list.value = files
    this.prepare()
  }

  get isBusy(): boolean {
    return this.list.value.some(({ status }) => status === 'waiting' || status === 'sending')
  }

  dispose(): void {
    removeReceiver(this.page, this)
    if (this.timer !== null) clearTimeout(this.timer)
    // What goes on nowhere else ends with its page.
    const isLocal = !isDirect(this.writer) && this.writer.name === undefined
    if (isLocal && !this.page.isAlive) for (const file of this.list.peek()) this.letGo(file)
  }
}

/** The part of its component: whether that must stay is another question than whether files are still to arrive. */
class UploadPart implements Part {
  readonly signals = []
  readonly reaction = null
  private readonly page: Session
  private readonly uploading: Uploading

  constructor(page: Session, uploading: Uploading) {
    this.page = page
    this.uploading = uploading
  }

  get isBusy(): boolean {
    return isReceiving(this.page)
  }

  dispose(): void {
    this.uploading.dispose()
  }
}

const infoOf = ({ id, name, type, size }: FileRecord): UploadInfo => ({ id, name, type, size })

/**
 * Takes files from the browser: chosen, dropped or pasted, many at once, sent over HTTP beside the page's socket. The list of
 * files is state. A lost connection, a crash of the server, and with `keepOnReload` a reload, go on with the byte where it stopped.
 *
 * @throws PantographError `PG_OPTION` for options that are wrong, `PG_NO_COMPONENT` outside a component's setup, `PG_NO_SESSION`
 *   without an App
 * @example
 * const photos = createUpload({ name: 'photos', accept: ['image/*'], maxCount: 10, onDone: (file) => save(file.location) })
 * return () => <>
 *   <label for="p">Photos</label><input id="p" type="file" {...photos.input} />
 *   <ul>{photos.files.map((file) => <li key={file.id}>{file.name} <progress value={file.progress} /> {file.error}</li>)}</ul>
 * </>
 */
export function createUpload(options: UploadOptions): Upload {
  const instance = setupInstance('createUpload()')
  const { owner } = instance.queue
  const host = owner instanceof Session ? owner.uploads : null
  if (host === null)
    throw new PantographError('PG_NO_SESSION', 'createUpload() needs a page of an App')
  const uploading = new Uploading(options, owner as Session, host)
  addPart(instance, new UploadPart(owner as Session, uploading))
  return uploading
}
