// What happens to processes: killed, stopped, moved, out of memory, out of time.
import { setTimeout as pause } from 'node:timers/promises'
import type { FaultyProxy } from '../lib/proxy.ts'
import type { ServerProcess } from '../lib/process.ts'
import type { Scene } from '../scene.ts'
import type { Fault } from '../fault.ts'
import { SECOND } from '../fault.ts'

export const PROCESSES: readonly Fault[] = [
  { name: 'nothing', run: (_, seconds) => pause(seconds * SECOND) },
  {
    name: 'kill -9 in a storm, again and again',
    run: storm,
  },
  {
    name: 'kill -9 in a storm, checkpoints are strict',
    setting: { env: { MODE: 'strict' } },
    run: storm,
  },
  {
    name: 'kill -9 in a storm, pages keep their own checkpoints',
    setting: { env: { MODE: 'page' } },
    run: storm,
  },
  {
    name: 'killed, checkpoints are written on detach only',
    setting: { env: { MODE: 'detach' } },
    mayLose: 'told',
    async run({ server }) {
      await pause(2 * SECOND)
      await server.restart('SIGKILL')
      await pause(SECOND)
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
    name: 'the event loop is blocked for 3 s',
    async run(scene) {
      await pause(SECOND)
      await scene.ask(scene.server, '/block/3000')
      await pause(4 * SECOND)
    },
  },
  {
    name: 'one of two processes is killed, 500 pages on each',
    pages: () => 2 * Number(process.env['PAGES_EACH'] ?? 500),
    budget: ({ median, p99, reloads }) => [
      `median ${median} ms < 1 s, p99 ${p99} ms < 3 s, ${reloads} reloads`,
      median < 1000 && p99 < 3000 && reloads === 0,
    ],
    prepare: async (scene) => void (await scene.another()),
    via: (scene, page) => (scene.proxies[page % 2] as FaultyProxy).at('/'),
    async run(scene) {
      const [, other] = scene.servers as [ServerProcess, ServerProcess]
      await pause(2 * SECOND)
      // As a balancer does that passes on at once what the dead one refuses.
      scene.server.kill('SIGKILL')
      scene.proxy.retarget(other.target, { old: 'rst' })
      await pause(4 * SECOND)
    },
  },
  {
    name: 'one of two goes down gracefully, its pages move',
    budget: ({ interrupted }) => [`${interrupted} pages saw "reconnecting"`, interrupted === 0],
    async run(scene) {
      const other = await scene.another()
      await pause(SECOND)
      scene.proxy.retarget(other.target)
      await scene.server.end('SIGTERM')
      await pause(2 * SECOND)
    },
  },
  {
    name: 'SIGSTOP 5 s, taken over meanwhile, then awake',
    run: (scene) => stopAndTakeOver(scene, 5),
  },
  {
    name: 'SIGSTOP 60 s, taken over meanwhile, then awake',
    run: (scene) => stopAndTakeOver(scene, 60),
  },
  {
    name: 'SIGSTOP 5 s within a write to the store, taken over meanwhile',
    async run(scene) {
      const other = await scene.another()
      await pause(SECOND)
      void scene.ask(scene.server, '/stop-writing')
      await pause(SECOND / 10)
      scene.proxy.retarget(other.target, { old: 'rst' })
      await pause(5 * SECOND)
      scene.server.kill('SIGCONT')
      await pause(SECOND)
    },
  },
  {
    name: 'the heap is at 90 % of its limit',
    setting: { node: ['--max-old-space-size=160'], env: { HEAP: '160' } },
    async run(scene, seconds) {
      await scene.ask(scene.server, '/fill/90')
      await pause(seconds * SECOND)
      scene.proxy.cut('rst')
      await pause(SECOND)
      if (!scene.server.isRunning) scene.complaints.push('the process has ended')
      await scene.ask(scene.server, '/fill/0')
    },
  },
]

async function storm({ server }: Scene, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await pause(SECOND * (0.5 + Math.random()))
    await server.restart('SIGKILL')
  }
}

/** The old owner wakes when its sessions are somebody else's. */
async function stopAndTakeOver(scene: Scene, seconds: number): Promise<void> {
  const other = await scene.another()
  await pause(SECOND)
  scene.server.kill('SIGSTOP')
  scene.proxy.retarget(other.target, { old: 'rst' })
  await pause(seconds * SECOND)
  scene.server.kill('SIGCONT')
  await pause(SECOND)
}
