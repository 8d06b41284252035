// Starts servers and workers under test: the server on one core, whoever drives it on the other.
import { fork, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '..')
const ENVIRONMENT = '--env-file=app/production.env'
const COMPILER = ['--import', 'pantograph/register']

/** Binds a process to a core. */
const TASKSET = 'taskset'

/** Whether processes can be bound to cores, and there are two. */
export const canPin = availableParallelism() > 1 && spawnSync(TASKSET, ['--version']).status === 0

/** This process stays off the core of the servers. */
export function pinDriver(): void {
  if (canPin) spawnSync(TASKSET, ['-a', '-c', '-p', '1', String(process.pid)])
}

export type Worker = ChildProcess

/** A module of this folder as a process that answers messages; resolves when it is ready. */
export async function startWorker(file: string, argv: readonly string[] = []): Promise<Worker> {
  const worker = fork(resolve(folder, file), argv, {
    cwd: folder,
    execArgv: [ENVIRONMENT, ...COMPILER],
  })
  await next(worker)
  return worker
}

export async function ask(worker: Worker, message: string): Promise<unknown> {
  const answer = next(worker)
  worker.send(message)
  return answer
}

function next(worker: Worker): Promise<unknown> {
  return new Promise((done, failed) => {
    const exited = (code: number | null): void => failed(new Error(`a worker ended with ${code}`))
    worker.once('exit', exited)
    worker.once('message', (message) => {
      worker.off('exit', exited)
      done(message)
    })
  })
}

/** A server under test. */
export interface Server {
  readonly url: string
  readonly port: number
  stop(): void
}

/** In bytes, as `process.memoryUsage` has it. */
export interface Memory {
  readonly rss: number
  readonly heapUsed: number
  readonly external: number
  readonly sessions?: { readonly live: number; readonly hibernated: number }
}

const SERVERS = {
  ours: [...COMPILER, 'app/server.tsx'],
  floor: ['floor/server.ts'],
} as const

/** @param environment on top of this process's own */
export async function startServer(
  which: keyof typeof SERVERS,
  environment: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const node = [process.execPath, '--expose-gc', ENVIRONMENT, ...SERVERS[which]]
  const [command = '', ...argv] = canPin ? [TASKSET, '-c', '0', ...node] : node
  const child = spawn(command, argv, {
    cwd: folder,
    env: { ...process.env, ...environment, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await firstLine(child)
  return { url, port: Number(new URL(url).port), stop: () => void child.kill() }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    child.once('exit', (code) => failed(new Error(`a server ended with ${code}`)))
    child.stdout?.once('data', (text: Buffer) => done(text.toString().trim()))
  })
}

export async function get(server: Server, path: string): Promise<string> {
  return (await fetch(new URL(path, server.url))).text()
}

/** Processor time of a server so far, in µs. */
export async function cpuOf(server: Server): Promise<number> {
  const { user, system } = JSON.parse(await get(server, 'cpu')) as { user: number; system: number }
  return user + system
}

/** Memory after everything that can be collected was. */
export async function memoryOf(server: Server): Promise<Memory> {
  for (let i = 0; i < 4; i++) {
    await get(server, 'gc')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return JSON.parse(await get(server, 'mem')) as Memory
}
