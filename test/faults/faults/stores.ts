// What happens to what is stored: late, lost, old, damaged, forged, too large, or of another build.
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openPage } from 'pantograph/testing'
import type { Scene } from '../scene.ts'
import type { Fault } from '../fault.ts'
import { SECOND } from '../fault.ts'

export const STORES: readonly Fault[] = [
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
    name: 'the store answers nothing for 5 s, then everything at once',
    run: (scene) => blockStore(scene, 5),
  },
  {
    name: 'the store answers nothing for 15 s, then everything at once',
    run: (scene) => blockStore(scene, 15),
  },
  {
    name: 'the store goes back by a second, and the server is killed',
    mayLose: 'told',
    async run(scene) {
      await pause(SECOND)
      const copy = join(scene.folder, 'copy.sqlite')
      scene.inStore((database) => database.prepare('VACUUM INTO ?').run(copy))
      // In steps: the pages go on, even if everything stalls for one of them.
      for (let i = 0; i < 10; i++) await pause(SECOND / 10)
      await scene.server.end('SIGKILL')
      for (const end of ['', '-wal', '-shm']) await rm(scene.file + end, { force: true })
      await rename(copy, scene.file)
      await scene.server.restart('SIGKILL')
      await pause(SECOND)
    },
  },
  {
    name: 'every checkpoint is damaged, and the server killed',
    mayLose: 'told',
    run: (scene) =>
      killedMeanwhile(scene, () =>
        scene.inStore((database) =>
          database.exec('UPDATE pantograph_store_1 SET value = zeroblob(40)'),
        ),
      ),
  },
  {
    name: 'every checkpoint is that of another page, and the server killed',
    mayLose: 'told',
    run: (scene) =>
      killedMeanwhile(scene, () =>
        scene.inStore((database) => {
          const rows = database.prepare('SELECT key, value FROM pantograph_store_1').all()
          const put = database.prepare('UPDATE pantograph_store_1 SET value = ? WHERE key = ?')
          for (const [i, { key }] of rows.entries()) {
            put.run(rows[(i + 1) % rows.length]?.['value'] as Uint8Array, key as string)
          }
        }),
      ),
  },
  {
    name: 'every checkpoint is sealed with another secret, and the server killed',
    mayLose: 'told',
    run: (scene) =>
      killedMeanwhile(scene, async () => {
        const stranger = await scene.stranger()
        const page = await openPage(stranger.url)
        page.input('input', 'nobody 1')
        await page.idle()
        await stranger.end('SIGTERM')
        const forged = scene.inStore(
          (database) => database.prepare('SELECT value FROM pantograph_store_1').get()?.['value'],
          join(scene.folder, 'stranger', 'sessions.sqlite'),
        )
        scene.inStore((database) =>
          database.prepare('UPDATE pantograph_store_1 SET value = ?').run(forged as Uint8Array),
        )
      }),
  },
  {
    name: 'state is too large for a checkpoint, connections are reset',
    setting: { env: { BULK: '70000' } },
    async run({ proxy }, seconds) {
      proxy.cutEvery(SECOND, { jitter: 0.5 })
      await pause(seconds * SECOND)
    },
  },
  {
    name: 'state is too large for a checkpoint, and the server killed',
    setting: { env: { BULK: '70000' } },
    mayLose: 'told',
    run: (scene) => killedMeanwhile(scene, () => {}),
  },
  {
    name: 'checkpoints are of a build with other signals, which migrates them',
    run: (scene) => rebuilt(scene, 'migrate'),
  },
  {
    name: 'checkpoints are of a build with other signals, which begins afresh',
    mayLose: 'afresh',
    run: (scene) => rebuilt(scene, 'next'),
  },
]

async function blockStore(scene: Scene, seconds: number): Promise<void> {
  await pause(SECOND)
  await scene.troubleStore('blocked')
  await pause((seconds / 2) * SECOND)
  scene.proxy.cut('rst')
  await pause((seconds / 2) * SECOND)
  await scene.troubleStore('')
  await pause(SECOND)
  await scene.server.restart('SIGKILL')
}

async function killedMeanwhile(scene: Scene, work: () => unknown): Promise<void> {
  await pause(SECOND)
  await scene.server.end('SIGKILL')
  await work()
  await scene.server.restart('SIGKILL')
  await pause(SECOND)
}

async function rebuilt(scene: Scene, build: string): Promise<void> {
  await pause(SECOND)
  await scene.server.restart('SIGTERM', { BUILD: build })
  await pause(2 * SECOND)
}
