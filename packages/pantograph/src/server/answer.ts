// What the App answers to a request, before it becomes a `Response` or goes through `node:http`. Knows
// neither of the two.

/** A whole answer: its body is there already. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
  /** Values of `Set-Cookie`. */
  readonly cookies?: readonly string[]
}

/** An answer with a body, whose length is told. */
export function answer(
  status: number,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Answer {
  return { status, headers: { ...headers, 'Content-Length': String(body.length) }, body }
}

/** A sentence for whoever reads the answer by hand. */
export function textAnswer(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return answer(status, Buffer.from(`${text}\n`), {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  })
}

/** To a method that is none of ours. */
export const methodNotAllowed = (allowed = 'GET, HEAD'): Answer =>
  textAnswer(405, 'Method not allowed.', { Allow: allowed })

/** GET and HEAD, which all that the App answers must ask for. */
export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'
