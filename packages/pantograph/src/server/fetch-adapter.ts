// The face for servers that speak the web's Request and Response.
import type { Answer } from './answer.ts'
import type { Visit } from './visit.ts'

export function visitOfRequest(request: Request): Visit {
  const { pathname, search } = new URL(request.url)
  return {
    method: request.method,
    path: pathname,
    search,
    // A Request does not say where it comes from.
    address: '',
    header: (name) => request.headers.get(name),
    body: () => request.body,
    request: () => request,
    parsed: () => null,
  }
}

export function toResponse(answer: Answer, method: string): Response {
  const { status, body, cookies = [] } = answer
  const headers = new Headers(answer.headers)
  for (const cookie of cookies) headers.append('Set-Cookie', cookie)
  return new Response(method === 'HEAD' ? null : (body as Uint8Array<ArrayBuffer> | null), {
    status,
    headers,
  })
}
