// Images that the user has chosen, shown by the browser itself: `<img data-preview={file.preview}>`. Part of upload.ts.

/** Addresses of files that are shown, by their keys. */
const urls = new Map<string, string>()

export function showPreviews(files: ReadonlyMap<string, File>): void {
  const shown = new Set<string>()
  for (const image of document.querySelectorAll<HTMLImageElement>('img[data-preview]')) {
    const key = image.getAttribute('data-preview') ?? ''
    const file = files.get(key)
    if (!file) continue
    shown.add(key)
    const url = urls.get(key) ?? URL.createObjectURL(file)
    urls.set(key, url)
    if (image.src !== url) image.src = url
  }
  for (const [key, url] of urls) {
    if (shown.has(key)) continue
    URL.revokeObjectURL(url)
    urls.delete(key)
  }
}
