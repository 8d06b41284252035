// One file of the list: what it is, how far it has come, and what can be done with it.
import type { UploadFile } from 'pantograph'

interface FileProps {
  readonly file: UploadFile
  /** Of what has arrived. */
  readonly sum: string | undefined
  readonly onCancel: () => void
  readonly onRetry: () => void
}

export function File({ file, sum, onCancel, onRetry }: FileProps) {
  const { name, preview, status, progress, size } = file
  const isOnItsWay = status === 'waiting' || status === 'sending' || status === 'missing'
  return (
    <li class={['file', status]}>
      <span class="picture">
        {preview ? <img data-preview={preview} alt="" /> : <span aria-hidden="true">▤</span>}
      </span>
      <div class="about">
        <p class="name">
          {name} {size > 0 && <small>{sizeText(size)}</small>}
        </p>
        {isOnItsWay && <progress max={100} value={percent(progress)} aria-label={name} />}
        <p class="state">{stateOf(file, sum)}</p>
      </div>
      <p class="line">
        {status === 'failed' && (
          <button type="button" aria-label={`Send ${name} again`} onClick={onRetry}>
            Again
          </button>
        )}
        <button
          type="button"
          class="quiet"
          aria-label={`${isOnItsWay ? 'Cancel' : 'Remove'} ${name}`}
          onClick={onCancel}
        >
          {isOnItsWay ? 'Cancel' : 'Remove'}
        </button>
      </p>
    </li>
  )
}

const percent = (progress: number): number => Math.floor(progress * 100)

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

function stateOf({ status, progress, error }: UploadFile, sum: string | undefined): string {
  switch (status) {
    case 'waiting':
      return 'Waiting'
    case 'sending':
      return `${percent(progress)} %`
    case 'missing':
      return `${percent(progress)} %. The page was loaded again: choose this file once more to go on.`
    case 'done':
      return `Arrived. SHA-256: ${sum ?? '…'}`
    default:
      return error ?? ''
  }
}
