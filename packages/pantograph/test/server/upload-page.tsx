// A page that takes files, and a browser that says of files what it likes. For the tests of uploads.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createUpload } from 'pantograph'
import type { UploadedFile, UploadOptions } from 'pantograph'
import { diskWriter } from '../../src/server/index.ts'
import type { App, AppOptions, Listening } from '../../src/server/index.ts'
import type { PageClient } from '../../src/testing/client.ts'
import { openPage } from '../../src/testing/open.ts'
import { start } from './app.tsx'
import type { Line } from './app.tsx'

export interface Place {
  readonly app: App
  readonly page: PageClient
  readonly server: Listening
  readonly folder: string
  readonly done: UploadedFile[]
  readonly log: Line[]
}

export type Shown = { name: string; status: string; progress: number; error?: string; id: string }

export async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pantograph-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

export function uploader(options: UploadOptions) {
  return function Files() {
    const files = createUpload(options)
    return () => (
      <div>
        <input type="file" {...files.input} />
        <p>⟦{JSON.stringify(files.files)}⟧</p>
        <i>⟪{String(files.input['data-upload-files'] ?? '[]')}⟫</i>
        {files.files.map((file) => (
          <button key={file.id} onClick={() => files.cancel(file.id)}>
            Cancel
          </button>
        ))}
        <a href="#x" onClick={() => files.files.forEach(({ id }) => files.retry(id))}>
          Again
        </a>
      </div>
    )
  }
}

export async function open(
  options: Partial<UploadOptions> = {},
  appOptions: AppOptions = {},
): Promise<Place> {
  const folder = await temporary()
  const done: UploadedFile[] = []
  const component = uploader({
    name: 'photos',
    maxCount: 5,
    writer: diskWriter(folder),
    onDone: (file) => void done.push(file),
    ...options,
  })
  const { app, server, log } = await start((one) => one.page('/', component), appOptions)
  const page = await openPage(server.url)
  onTestFinished(() => page.close())
  return { app, page, server, folder, done, log }
}

export const KEY = 'abcdef0123456789'

/** What a browser tells. */
export async function say(page: PageClient, ...said: unknown[]): Promise<void> {
  page.input(0, JSON.stringify(said), { event: 'pgupload' })
  await page.idle()
}

export const add = (
  page: PageClient,
  name: string,
  size: number,
  key = KEY,
  type = '',
): Promise<void> => say(page, 'add', [[key, name, type, size, 1]], 0)

export const shown = ({ text }: PageClient): Shown[] =>
  JSON.parse(/⟦(.*)⟧/.exec(text)?.[1] as string) as Shown[]
export const orders = ({ text }: PageClient): [string, string, string, number][] =>
  JSON.parse(/⟪(.*)⟫/.exec(text)?.[1] as string) as [string, string, string, number][]

/** As the browser finds it, from its script. */
export const urlOf = (server: Listening, address: string): string =>
  new URL(`/_pantograph/${address}`, server.url).href

export const addressOf = ({ page, server }: Place): string =>
  urlOf(server, orders(page)[0]?.[2] as string)
