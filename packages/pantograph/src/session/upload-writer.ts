// What an application may do with the bytes of an upload, and what the server does for it. Types alone; the writers that come
// with the package are in src/server.

/** What a writer is told of a file. Name and type are the browser's word. */
export interface UploadInfo {
  /** Made by the server: letters, digits, `-` and `_`. Names nothing else. */
  readonly id: string
  readonly name: string
  /** A MIME type, or empty. */
  readonly type: string
  /** Bytes. */
  readonly size: number
}

/** Where the bytes of files go that this server takes. What it throws is logged (`PG_UPLOAD_WRITE`), and the browser tries again. */
export interface UploadWriter {
  /**
   * Given by a writer that can go on with a file in any process that has a writer of this name: it needs no session. Without
   * it, files are taken only where their page is, and removed with its session if they are not done.
   */
  readonly name?: string
  /** How many bytes are there already. */
  offset(file: UploadInfo): Promise<number>
  /**
   * Writes what comes, from `offset` on, and resolves when no more does: the rest may follow in another call. Taking the bytes one
   * after the other holds the browser back. Nobody else writes to this file meanwhile in this process.
   */
  append(file: UploadInfo, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** All bytes are there; returns where the file is now. Must give the same when it is called again. */
  finish(file: UploadInfo): Promise<string>
  /** The file is not wanted any more. It may be all there: what `onDone` has failed for goes too. */
  remove(file: UploadInfo): Promise<void>
}

/** A request by which the browser itself sends the file to somewhere else. */
export interface UploadTarget {
  readonly url: string
  /** Default: `PUT`. */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Lets browsers send files to a storage themselves: this server sees none of their bytes. */
export interface DirectWriter {
  /** Called for a file that was accepted, and again when it has to be sent again. */
  target(file: UploadInfo): UploadTarget | Promise<UploadTarget>
  /** The browser says that it was sent; returns where it is, or throws when it is not there. */
  finish(file: UploadInfo): Promise<string>
  remove(file: UploadInfo): Promise<void>
}

/** Whoever shows the files of a page. */
export interface Receiver {
  /** Whether it waits for the file with this id. */
  takes(id: string): boolean
  readonly writer: UploadWriter | DirectWriter
  /** So many bytes of the file are there now. */
  received(id: string, offset: number): void
}

/** What the App does for uploads. */
export interface UploadHost {
  readonly defaultWriter: UploadWriter
  /** Bytes of one file, at most. */
  readonly most: number
  /** Bytes of one request. */
  readonly chunk: number
  /** From now on the writer may be asked for files by its name. */
  register(writer: UploadWriter): void
  /** The address that takes the bytes of a file, as seen from the browser runtime's own. */
  address(file: UploadInfo, writer: UploadWriter, page: { id: string; user: string | null }): string
  /** Ends a request that brings bytes of the file; resolves when it is over. */
  stop(id: string): Promise<void>
  /** As `stop`; and nothing more is taken of the file, even when its page is gone. */
  giveUp(id: string): Promise<void>
  /** Gives up all files of a session. */
  giveUpSession(id: string): void
}

export const isDirect = (writer: UploadWriter | DirectWriter): writer is DirectWriter =>
  'target' in writer
