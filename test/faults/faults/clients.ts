// What browsers do: they do not read, come twice with the same ticket, or all at once.
import { setTimeout as pause } from 'node:timers/promises'
import { connectByHand } from '../by-hand.ts'
import { residueOf } from '../residue.ts'
import { twins } from '../twins.ts'
import type { Fault } from '../fault.ts'
import { SECOND } from '../fault.ts'

export const CLIENTS: readonly Fault[] = [
  {
    name: 'five clients never read what they are sent',
    async run(scene, seconds) {
      const readers = await Promise.all(
        Array.from({ length: 5 }, () => connectByHand(scene.server.url, '/flood')),
      )
      for (const { socket } of readers) socket.pause()
      const before = await residueOf(scene.server.url)
      await scene.ask(scene.server, '/flood/on')
      await pause(seconds * SECOND)
      const after = await residueOf(scene.server.url)
      await scene.ask(scene.server, '/flood/off')
      if (after.waiting > MILLION) scene.complaints.push(`${after.waiting} bytes wait for one`)
      const more = after.used - before.used
      if (more > 16 * MILLION) scene.complaints.push(`${more} bytes for five`)
      for (const { socket } of readers) socket.terminate()
    },
    budget: ({ interrupted }) => [`${interrupted} other pages noticed`, interrupted === 0],
  },
  {
    name: 'each ticket is used three times, at once and later',
    async run(scene, seconds) {
      const visitors = scene.crowd?.visitors ?? []
      const end = twins(visitors, () => scene.proxy.at('/'))
      for (let i = 0; i < seconds; i++) {
        await pause(SECOND)
        scene.proxy.cut('rst')
      }
      await pause(SECOND)
      const count = end()
      if (count < visitors.length) scene.complaints.push(`only ${count} came twice`)
    },
  },
  {
    name: 'all connections are reset at once',
    pages: herd,
    via: ({ server }) => server.url,
    run: async (scene) => {
      await pause(SECOND)
      await scene.ask(scene.server, '/cut')
      await pause(3 * SECOND)
    },
  },
  {
    name: 'the server is killed, and all come back at once',
    pages: herd,
    patience: 120_000,
    via: ({ server }) => server.url,
    run: async (scene) => {
      await pause(SECOND)
      await scene.server.restart('SIGKILL')
      await pause(3 * SECOND)
    },
  },
]

const MILLION = 1_000_000

function herd(): number {
  return Number(process.env['HERD'] ?? 5000)
}
