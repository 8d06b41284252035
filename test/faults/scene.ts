// What a fault has to work with: processes on one store, a proxy before each, and the pages.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ServerProcess } from './lib/process.ts'
import { FaultyProxy } from './lib/proxy.ts'
import type { Crowd } from './crowd.ts'
import { leftovers, residueOf } from './residue.ts'
import type { Residue } from './residue.ts'

/** How the processes of a fault are started. */
export interface Setting {
  /** Options of Node. */
  readonly node?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Before `node`, such as `ip netns exec name`. */
  readonly wrapper?: readonly string[]
}

export class Scene {
  readonly servers: ServerProcess[] = []
  readonly proxies: FaultyProxy[] = []
  readonly folder: string
  /** What the oracle does not see by itself. */
  readonly complaints: string[] = []
  /** The pages, once they are open. */
  crowd: Crowd | undefined
  private readonly setting: Setting
  private readonly before = new Map<ServerProcess, Residue>()

  private constructor(folder: string, setting: Setting) {
    this.folder = folder
    this.setting = setting
  }

  static async set(setting: Setting = {}): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), 'pantograph-faults-'))
    const scene = new Scene(folder, setting)
    await scene.another()
    return scene
  }

  get server(): ServerProcess {
    return this.servers[0] as ServerProcess
  }

  get proxy(): FaultyProxy {
    return this.proxies[0] as FaultyProxy
  }

  /** Another process on the same store, with a proxy of its own before it. */
  async another(): Promise<ServerProcess> {
    const server = await this.start(this.folder, {})
    this.servers.push(server)
    this.proxies.push(await FaultyProxy.to(server.target))
    this.before.set(server, await residueOf(server.url))
    return server
  }

  /** A process of somebody else: what it stores was sealed with another secret. */
  async stranger(): Promise<ServerProcess> {
    const folder = join(this.folder, 'stranger')
    await mkdir(folder)
    const server = await this.start(folder, {
      SECRET: 'the secret of an oracle that is another one',
    })
    this.servers.push(server)
    return server
  }

  private start(DATA: string, env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const { node = [], env: own = {}, wrapper } = this.setting
    const app = resolve(import.meta.dirname, 'app/server.tsx')
    return ServerProcess.start({
      args: [...node, '--expose-gc', '--import', 'pantograph/register', app],
      env: { DATA, TROUBLE: join(this.folder, 'trouble'), ...own, ...env },
      cwd: resolve(import.meta.dirname, '../../examples'),
      ...(wrapper && { wrapper }),
    })
  }

  ask(server: ServerProcess, what: string): Promise<unknown> {
    return fetch(new URL(what, server.url)).catch(() => {})
  }

  /** The time of day of the processes is off by so many milliseconds. */
  async stepClock(by: number): Promise<void> {
    await writeFile(join(this.folder, 'clock'), String(by))
  }

  async troubleStore(how: string): Promise<void> {
    await writeFile(join(this.folder, 'trouble'), how)
  }

  /** The file in which sessions are kept. */
  get file(): string {
    return join(this.folder, 'sessions.sqlite')
  }

  /** Does something to what is stored, or looks at it. */
  inStore<T>(work: (database: DatabaseSync) => T, file = this.file): T {
    const database = new DatabaseSync(file)
    database.exec('PRAGMA busy_timeout = 5000')
    const result = work(database)
    database.close()
    return result
  }

  /** What the processes still hold when every page is gone. One that was started anew has no time before. */
  async leftovers(): Promise<string[]> {
    const left: string[] = []
    for (const [server, before] of this.before) {
      if (server.isRunning) left.push(...(await leftovers(server.url, before)))
    }
    return left
  }

  async strike(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.end('SIGKILL')))
    await Promise.all(this.proxies.map((proxy) => proxy.close()))
    await rm(this.folder, { recursive: true, force: true })
  }
}
