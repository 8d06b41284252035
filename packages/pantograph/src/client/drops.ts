// Files that are dropped on an element, or pasted: as if they had been chosen in the input that it belongs to. Part of upload.ts.

type Choose = (input: Element, files: readonly File[]) => void

const ZONE = '[data-upload-drop]'
/** While files are over it. For styles. */
const OVER = 'data-upload-over'

export function watchDrops(choose: Choose): void {
  document.addEventListener('dragover', (event) => {
    const zone = zoneOf(event)
    mark(zone)
    if (!zone) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
  })
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (!relatedTarget) mark(null)
  })
  document.addEventListener('drop', (event) => {
    mark(null)
    const zone = zoneOf(event)
    if (!zone) return
    event.preventDefault()
    take(zone, filesOf(event.dataTransfer))
  })
  document.addEventListener('paste', (event) => {
    const { target, clipboardData } = event
    const files = filesOf(clipboardData)
    if (files.length === 0) return
    // It may be within a shadow root.
    const isField = isEditable(event.composedPath()[0] as HTMLElement)
    // Office programs give a picture of the text with it.
    if (isField && clipboardData?.types.includes('text/plain')) return
    // Wherever nothing else wants it.
    const zone =
      (target as Element).closest(ZONE) ?? (isField ? null : document.querySelector(ZONE))
    if (zone) take(zone, files)
  })

  function take(zone: Element, files: readonly File[]): void {
    const input = inputOf(zone)
    if (input && files.length > 0) choose(input, files)
  }
}

const isEditable = (element: HTMLElement): boolean =>
  element.isContentEditable || element.matches('textarea,input:not([type=file])')

const zoneOf = ({ target, dataTransfer }: DragEvent): Element | null =>
  dataTransfer?.types.includes('Files') ? ((target as Element).closest?.(ZONE) ?? null) : null

let marked: Element | null = null

function mark(zone: Element | null): void {
  if (zone === marked) return
  marked?.removeAttribute(OVER)
  zone?.setAttribute(OVER, '')
  marked = zone
}

/** The nearest one of that name. */
function inputOf(zone: Element): Element | undefined {
  const name = zone.getAttribute('data-upload-drop')
  for (let around: Element | null = zone; around; around = around.parentElement) {
    const inputs = [...around.querySelectorAll('[data-upload]')]
    const input = inputs.find((one) => one.getAttribute('data-upload') === name)
    if (input) return (input as HTMLInputElement).matches(':disabled') ? undefined : input
  }
  return undefined
}

/** Without folders. */
function filesOf(data: DataTransfer | null): File[] {
  return [...(data?.items ?? [])].flatMap((item) => {
    const isFolder = item.webkitGetAsEntry?.()?.isDirectory
    const file = isFolder ? null : item.getAsFile()
    return file ? [file] : []
  })
}
