// What the gallery is told by its environment. Read once; wrong values are named at once.
import { resolve } from 'node:path'

export interface Config {
  readonly host: string
  readonly port: number
  /** Prefix of every address, such as `/demo`; empty for none. */
  readonly basePath: string
  /** Whether to send the headers of cross-origin isolation. */
  readonly isIsolated: boolean
  /** Where the database and the generated secret are kept. */
  readonly dataDir: string
}

function readConfig(env: NodeJS.ProcessEnv): Config {
  return {
    host: env['HOST'] || '127.0.0.1',
    port: portOf(env['PORT'] || '3000'),
    basePath: basePathOf(env['BASE_PATH'] ?? ''),
    isIsolated: env['COOP_COEP'] === '1',
    dataDir: resolve(env['DATA_DIR'] || '.data'),
  }
}

function portOf(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new Error(`PORT must be a number from 0 to 65535, not ${JSON.stringify(text)}`)
}

function basePathOf(text: string): string {
  const path = text.replace(/\/+$/, '')
  if (path === '' || /^(\/[\w.~-]+)+$/.test(path)) return path
  throw new Error(`BASE_PATH must look like /demo, not ${JSON.stringify(text)}`)
}

function readConfigOrExit(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    console.error((error as Error).message)
    process.exit(1)
  }
}

export const config = readConfigOrExit()

/** The address of something that the gallery serves: `/counter` → `/demo/counter`. */
export const href = (path: string): string => config.basePath + path
