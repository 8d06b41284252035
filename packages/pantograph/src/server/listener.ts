// A server of the App's own: started, and stopped without waiting for idle browsers.
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PantographError } from '../errors.ts'

/** A server that `app.listen` has started. */
export interface Listening {
  /** The address of the App, with `basePath` and a slash at the end. */
  readonly url: string
  readonly port: number
  /** The same as `app.close()`. */
  close(): Promise<void>
}

/** @throws PantographError `PG_PORT_IN_USE`; other errors of `node:net` as they are */
export async function startServer(
  answer: RequestListener,
  port: number,
  host: string,
): Promise<Server> {
  const server = createServer(answer)
  await new Promise<void>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(named(error, port, host))
    server.once('error', fail)
    server.listen(port, host, () => {
      server.off('error', fail)
      resolve()
    })
  })
  return server
}

function named(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code !== 'EADDRINUSE') return error
  const advice = `stop what listens there or choose another (PORT=${port + 1})`
  return new PantographError('PG_PORT_IN_USE', `port ${port} of ${host} is taken; ${advice}`)
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port

/** The address to open in a browser; a server that listens everywhere is also here. */
export function urlOf(host: string, port: number, basePath: string): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}${basePath}/`
}

/** Resolves when the server is closed: connections that idle are cut at once, others after `patience` ms. */
export async function stopServer(server: Server, patience: number): Promise<void> {
  const closed = new Promise((resolve) => {
    server.close(resolve)
  })
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), patience)
  await closed
  clearTimeout(timer)
}
