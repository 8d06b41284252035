// Files that are sent while the page goes on: chosen, dropped or pasted, in pieces, and on after whatever happens.
import { createUpload, once, signal } from 'pantograph'
import { Page } from '../lib/page.tsx'
import { File } from './file.tsx'
import { sumOf } from './sum.ts'

const MEGABYTE = 1_000_000
const MOST = 50
const COUNT = 10

export function Upload() {
  /** Of the files that have arrived, by their ids. */
  const sums = signal<Readonly<Record<string, string>>>({})
  const files = createUpload({
    name: 'files',
    accept: ['image/*', '.pdf', '.txt', '.zip'],
    maxBytes: MOST * MEGABYTE,
    maxCount: COUNT,
    // The file is looked at and thrown away, which must not be done twice.
    onDone: async ({ id, location }) => {
      const sum = await once(() => sumOf(location))
      sums.value = { ...sums.peek(), [id]: sum }
    },
  })

  return () => {
    const all = files.files.filter(({ status }) => status !== 'refused')
    const done = all.filter(({ status }) => status === 'done').length
    return (
      <Page
        title="Upload"
        lead="Files go to the server in pieces, beside the page. What is interrupted goes on with the byte where it stopped."
      >
        <section class="panel drop" aria-labelledby="choose" {...files.drop}>
          <h2 id="choose">Choose files</h2>
          <p>
            <label for="files">Images, PDF, text or ZIP</label>
          </p>
          <p>
            <input type="file" id="files" aria-describedby="limits" {...files.input} />
          </p>
          <p id="limits" class="hint">
            Up to {COUNT} files of {MOST} MB each. They can also be dropped here, or pasted.
          </p>
        </section>
        <p role="status" class="summary">
          {all.length === 0 ? 'No files yet.' : `${done} of ${all.length} files have arrived.`}
        </p>
        <ul class="files" aria-label="Files">
          {files.files.map((file) => (
            <File
              key={file.id}
              file={file}
              sum={sums.value[file.id]}
              onCancel={() => files.cancel(file.id)}
              onRetry={() => files.retry(file.id)}
            />
          ))}
        </ul>
      </Page>
    )
  }
}
