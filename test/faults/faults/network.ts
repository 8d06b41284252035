// What happens on the way, as the faulty proxy does it: resets, stalls, connections that are half open.
import { setTimeout as pause } from 'node:timers/promises'
import type { Scene } from '../scene.ts'
import type { Fault } from '../fault.ts'
import { SECOND } from '../fault.ts'

export const NETWORK: readonly Fault[] = [
  {
    name: 'a reset at a random byte, once a second',
    budget: ({ each99 }) => [`resume p99 ${each99} ms < 300 ms`, each99 < 300],
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
