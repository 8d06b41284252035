// Files that browsers send to a storage themselves.
import type { DirectWriter, UploadInfo, UploadTarget } from '../session/upload-writer.ts'

/** What `urlWriter` needs to know. */
export interface UrlWriterOptions {
  /** Signs a request for one file. Called again when it has to be sent again. */
  readonly target: (file: UploadInfo) => UploadTarget | Promise<UploadTarget>
  /**
   * The browser says that it has sent the file: returns where it is, or throws when it is not there, or not what was announced.
   * Ask the storage: a browser may say anything. Default: the id of the file.
   */
  readonly finish?: (file: UploadInfo) => string | Promise<string>
  /** The file is not wanted any more. Default: nothing. */
  readonly remove?: (file: UploadInfo) => void | Promise<void>
}

/**
 * Lets the browser send each file to an address of yours in one request, such as a signed one of an object store. It does not go
 * on in the middle: after a lost connection the file begins anew. The page's policy must allow the address (`connect-src`), and
 * the storage must allow the page (CORS).
 *
 * @example
 * createUpload({ name: 'film', writer: urlWriter({ target: async (file) => ({ url: await signPut(file.id) }) }) })
 */
export function urlWriter({ target, finish, remove }: UrlWriterOptions): DirectWriter {
  return {
    target,
    finish: async (file) => finish?.(file) ?? file.id,
    remove: async (file) => remove?.(file),
  }
}
