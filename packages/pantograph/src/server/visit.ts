// One request, as the rooms behind the adapters see it. Knows neither `Request` nor `node:http`.

/** What a request asks for, and who asks. */
export interface Visit {
  readonly method: string
  /** The path as it was sent (percent-encoded), with `basePath`. */
  readonly path: string
  /** The query with its `?`; empty without one. */
  readonly search: string
  /** The network address of the browser; empty when it is not known. */
  readonly address: string
  header(name: string): string | null
  /** What it brings, as it comes: to be read once. Null where there is nothing. */
  body(): AsyncIterable<Uint8Array> | null
  /** What somebody before us has made of that, such as Express' parsers; null where it was not read. */
  parsed(): unknown
  /** The same as a `Request` without a body, for the application. Made when it is asked for. */
  request(): Request
}

/** The path of an address such as `/path?query#fragment`. It begins with its path, even if with `//`. */
export const pathOf = (url: string): string => new URL(`http://page.invalid${url}`).pathname

/** The path behind `basePath`, or null when it is not below that. */
export function pathBelow(basePath: string, path: string): string | null {
  if (path === basePath) return '/'
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : null
}
