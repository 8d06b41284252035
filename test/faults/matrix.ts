// The fault matrix: what goes wrong, against real processes, through a proxy that misbehaves.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import { Crowd } from './crowd.ts'
import type { Verdict } from './crowd.ts'
import { ServerProcess } from './lib/process.ts'
import { FaultyProxy } from './lib/proxy.ts'

/** What a fault has to work with. */
export class Scene {
  readonly servers: ServerProcess[] = []
  readonly proxy: FaultyProxy
  readonly folder: string
  private readonly trouble: string

  private constructor(folder: string, server: ServerProcess, proxy: FaultyProxy, trouble: string) {
    this.folder = folder
    this.servers.push(server)
    this.proxy = proxy
    this.trouble = trouble
  }

  static async set(): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), 'pantograph-faults-'))
    const trouble = join(folder, 'trouble')
    const server = await start(folder, trouble)
    const proxy = await FaultyProxy.to(server.target)
    return new Scene(folder, server, proxy, trouble)
  }

  get server(): ServerProcess {
    return this.servers[0] as ServerProcess
  }

  /** Another process on the same store. */
  async another(): Promise<ServerProcess> {
    const server = await start(this.folder, this.trouble)
    this.servers.push(server)
    return server
  }

  /** The time of day of the processes is off by so many milliseconds. */
  async stepClock(by: number): Promise<void> {
    await writeFile(join(this.folder, 'clock'), String(by))
  }

  async troubleStore(how: string): Promise<void> {
    await writeFile(this.trouble, how)
  }

  /** Damages what is stored of every session. */
  corruptCheckpoints(): void {
    const database = new DatabaseSync(join(this.folder, 'sessions.sqlite'))
    database.exec('PRAGMA busy_timeout = 5000; UPDATE pantograph_store_1 SET value = zeroblob(40)')
    database.close()
  }

  async strike(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.end('SIGKILL')))
    await this.proxy.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}

const start = (DATA: string, TROUBLE: string): Promise<ServerProcess> =>
  ServerProcess.start({
    args: ['--import', 'pantograph/register', resolve(import.meta.dirname, 'app/server.tsx')],
    env: { DATA, TROUBLE },
    cwd: resolve(import.meta.dirname, '../../examples'),
  })

export interface Fault {
  readonly name: string
  /** What happens, in about `seconds`. */
  run(scene: Scene, seconds: number): Promise<void>
  /** State that is allowed to be lost, where it is told so. */
  readonly mayLose?: boolean
}

const SECOND = 1000

export const FAULTS: readonly Fault[] = [
  { name: 'nothing', run: (_, seconds) => pause(seconds * SECOND) },
  {
    name: 'kill -9 in a storm, again and again',
    async run({ server }, seconds) {
      for (let i = 0; i < seconds; i++) {
        await pause(SECOND * (0.5 + Math.random()))
        await server.restart('SIGKILL')
      }
    },
  },
  {
    name: 'killed, and started again after 5 s',
    async run({ server }) {
      await pause(SECOND)
      await server.end('SIGKILL')
      await pause(5 * SECOND)
      await server.restart('SIGKILL')
    },
  },
  {
    name: 'restarted gracefully',
    async run({ server }) {
      await pause(SECOND)
      await server.restart('SIGTERM')
    },
  },
  {
    name: 'moved to another process under load',
    async run(scene) {
      const other = await scene.another()
      await pause(SECOND)
      scene.proxy.retarget(other.target, { old: 'rst' })
      await pause(SECOND)
      scene.proxy.retarget(scene.server.target, { old: 'fin' })
      await pause(SECOND)
    },
  },
  {
    name: 'one of two processes is killed',
    async run(scene) {
      const other = await scene.another()
      await pause(2 * SECOND)
      await scene.server.end('SIGKILL')
      scene.proxy.retarget(other.target, { old: 'rst' })
      await pause(3 * SECOND)
    },
  },
  {
    name: 'the clock is an hour ahead, then an hour behind',
    async run(scene) {
      await pause(SECOND)
      await scene.stepClock(3_600_000)
      await pause(2 * SECOND)
      scene.proxy.cut('rst')
      await pause(SECOND)
      await scene.stepClock(-3_600_000)
      await pause(2 * SECOND)
      await scene.server.restart('SIGKILL')
      await pause(SECOND)
    },
  },
  {
    name: 'SIGSTOP 0.5 s',
    async run({ server }) {
      await pause(SECOND)
      server.kill('SIGSTOP')
      await pause(0.5 * SECOND)
      server.kill('SIGCONT')
      await pause(SECOND)
    },
  },
  {
    name: 'SIGSTOP 5 s, taken over meanwhile, then awake',
    async run(scene) {
      const other = await scene.another()
      await pause(SECOND)
      scene.server.kill('SIGSTOP')
      scene.proxy.retarget(other.target, { old: 'rst' })
      await pause(5 * SECOND)
      scene.server.kill('SIGCONT')
      await pause(SECOND)
    },
  },
  {
    name: 'a reset at a random byte, once a second',
    async run({ proxy }, seconds) {
      proxy.cutEvery(SECOND, { jitter: 0.5 })
      await pause(seconds * SECOND)
    },
  },
  {
    name: 'a cut within a frame, again and again',
    async run({ proxy }, seconds) {
      for (let i = 0; i < seconds * 2; i++) {
        proxy.cutMidChunk()
        await pause(SECOND / 2)
      }
    },
  },
  {
    name: 'half-open upwards for 3 s, then cut',
    run: (scene, seconds) => halfOpen(scene, 'up', seconds),
  },
  {
    name: 'half-open downwards for 3 s, then cut',
    run: (scene, seconds) => halfOpen(scene, 'down', seconds),
  },
  {
    name: 'one way stalls for 3 s',
    async run({ proxy }) {
      proxy.shape({ stalled: true }, { way: 'down' })
      await pause(3 * SECOND)
      proxy.heal()
      await pause(SECOND)
    },
  },
  {
    name: '200 ms with stalls like 2 % loss',
    async run({ proxy }, seconds) {
      proxy.shape({ latency: 100, jitter: 20 })
      for (let i = 0; i < seconds * 2; i++) {
        await pause(SECOND / 2)
        proxy.shape({ stalled: true })
        await pause(200)
        proxy.shape({ stalled: false })
      }
    },
  },
  {
    name: 'the store is slow (300 ms)',
    async run(scene, seconds) {
      await scene.troubleStore('slow 300')
      await pause(seconds * SECOND)
      await scene.server.restart('SIGKILL')
      await scene.troubleStore('')
    },
  },
  {
    name: 'the store loses half of its answers',
    async run(scene, seconds) {
      await scene.troubleStore('lossy')
      await pause(seconds * SECOND)
      await scene.server.restart('SIGKILL')
      await pause(SECOND)
      await scene.troubleStore('')
    },
  },
  {
    name: 'the store is down for 4 s, and back',
    async run(scene) {
      await scene.troubleStore('down')
      await pause(4 * SECOND)
      await scene.troubleStore('')
      await pause(SECOND)
      await scene.server.restart('SIGKILL')
    },
  },
  {
    name: 'the event loop is blocked for 3 s',
    async run(scene) {
      await pause(SECOND)
      await fetch(new URL('/block/3000', scene.server.url)).catch(() => {})
      await pause(4 * SECOND)
    },
  },
  {
    name: 'every checkpoint is damaged, and the server killed',
    mayLose: true,
    async run(scene) {
      await pause(SECOND)
      await scene.server.end('SIGKILL')
      scene.corruptCheckpoints()
      await scene.server.restart('SIGKILL')
      await pause(SECOND)
    },
  },
]

async function halfOpen({ proxy }: Scene, way: 'up' | 'down', seconds: number): Promise<void> {
  for (let i = 0; i < seconds / 3; i++) {
    proxy.shape({ discards: true }, { way, scope: 'open' })
    await pause(3 * SECOND)
    proxy.cut('rst')
    proxy.heal()
    await pause(SECOND)
  }
}

/** Plays one fault to its end. */
export async function play(fault: Fault, pages: number, seconds: number): Promise<Verdict> {
  const scene = await Scene.set()
  try {
    // A thousand events a second or so, whatever the number of pages.
    const crowd = await Crowd.open(() => scene.proxy.at('/'), pages, Math.max(40, pages))
    await fault.run(scene, seconds)
    scene.proxy.heal()
    await scene.troubleStore('')
    const verdict = await crowd.judge(30_000)
    // What the servers complained of is what one wants to read then.
    const output = scene.servers.map((server) => server.output.slice(-2000))
    return verdict.complaints.length === 0
      ? verdict
      : { ...verdict, complaints: [...verdict.complaints, ...output] }
  } finally {
    await scene.strike()
  }
}
