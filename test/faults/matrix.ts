// The fault matrix: what goes wrong, against real processes, and what came of it.
import { Crowd } from './crowd.ts'
import type { Verdict } from './crowd.ts'
import type { Fault } from './fault.ts'
import { CLIENTS } from './faults/clients.ts'
import { NAMESPACES } from './faults/namespaces.ts'
import { NETWORK } from './faults/network.ts'
import { PROCESSES } from './faults/processes.ts'
import { STORES } from './faults/stores.ts'
import { Scene } from './scene.ts'

export const FAULTS: readonly Fault[] = [
  ...PROCESSES,
  ...NETWORK,
  ...STORES,
  ...CLIENTS,
  ...NAMESPACES,
]

const PATIENCE = 30_000
/** Of what a server has printed. */
const TAIL = 2000

/** Plays one fault to its end. */
export async function play(fault: Fault, pages: number, seconds: number): Promise<Verdict> {
  const scene = await Scene.set(fault.setting)
  try {
    await fault.prepare?.(scene)
    const size = fault.pages?.() ?? pages
    const via = (page: number): string => fault.via?.(scene, page) ?? scene.proxy.at('/')
    // A thousand events a second or so, whatever the number of pages.
    const crowd = await Crowd.open(via, size, Math.max(40, size))
    scene.crowd = crowd
    await fault.run(scene, seconds)
    for (const proxy of scene.proxies) proxy.heal()
    await scene.troubleStore('')
    const verdict = await crowd.judge(fault.patience ?? PATIENCE, via(0), fault)
    crowd.close()
    const complaints = [...verdict.complaints, ...scene.complaints, ...(await scene.leftovers())]
    // What the servers complained of is what one wants to read then.
    const output = complaints.length > 0 ? scene.servers.map((one) => one.output.slice(-TAIL)) : []
    return { ...verdict, complaints: [...complaints, ...output] }
  } finally {
    await scene.strike()
  }
}
