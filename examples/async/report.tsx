// A task: work that goes on beside the events of the page, says how far it is, and can be given up.
import { task } from 'pantograph'
import { printPage } from './slowly.ts'

const PAGES = 20

export function Report() {
  const report = task(async ({ signal, progress }) => {
    for (let page = 1; page <= PAGES; page++) {
      await printPage(signal)
      progress(page)
    }
    return `A report of ${PAGES} pages.`
  })

  return () => (
    <section class="panel" aria-labelledby="report">
      <h2 id="report">A task</h2>
      <p class="line">
        <button type="button" disabled={report.status === 'running'} onClick={() => report.start()}>
          Start
        </button>
        <button
          type="button"
          disabled={report.status !== 'running'}
          onClick={() => report.cancel()}
        >
          Cancel
        </button>
      </p>
      <progress aria-label="Progress" max={PAGES} value={report.progress ?? 0} />
      <p role="status">
        {report.status === 'running' ? `Page ${report.progress ?? 0} of ${PAGES}` : report.status}
        {report.status === 'done' && `: ${report.result}`}
      </p>
    </section>
  )
}
