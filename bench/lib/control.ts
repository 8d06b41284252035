// What a load driver may ask of a server under test, besides its pages.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** Answers `/gc`, `/mem`, `/cpu` and `/tick?n=…`; false for any other address. */
export function control(
  req: IncomingMessage,
  res: ServerResponse,
  server: { tick(n: number): void; counts(): object },
): boolean {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost')
  switch (pathname) {
    case '/gc':
      if (globalThis.gc === undefined)
        return answer(res, 500, 'start the server with --expose-gc\n')
      globalThis.gc()
      return answer(res, 200, 'collected\n')
    case '/mem':
      return answer(res, 200, JSON.stringify({ ...process.memoryUsage(), ...server.counts() }))
    case '/cpu':
      return answer(res, 200, JSON.stringify(process.cpuUsage()))
    case '/tick': {
      const n = Number(searchParams.get('n'))
      if (!Number.isSafeInteger(n)) return answer(res, 400, 'n must be an integer\n')
      server.tick(n)
      return answer(res, 200, `${n}\n`)
    }
    default:
      return false
  }
}

function answer(res: ServerResponse, status: number, text: string): true {
  res.statusCode = status
  res.end(text)
  return true
}

/** Starts on PORT (default `port`) of HOST and prints the address; a taken port gives one clear line. */
export function listen(server: Server, port: number): void {
  const wanted = Number(process.env['PORT'] ?? port)
  const host = process.env['HOST'] ?? '127.0.0.1'
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    console.error(`Port ${wanted} of ${host} is taken; choose another: PORT=${wanted + 1}`)
    process.exit(1)
  })
  server.listen(wanted, host, () => {
    const address = server.address()
    const actual = typeof address === 'object' ? address?.port : wanted
    console.log(`http://${host.includes(':') ? `[${host}]` : host}:${actual}/`)
  })
}
