// What must be true when everything has healed. What can be seen to go wrong at once is said by whoever sees it:
// the store (two owners), the page (frames, what is durable), the session (events, numbers, sleep).
import type { World } from './model.ts'
import type { ModelSession } from './session.ts'

/** The session that the page is connected to. */
function sessionOf(world: World): ModelSession | null {
  const { page, nodes } = world
  const id = page.ticket?.session
  if (id === undefined || page.socket === null) return null
  return nodes[page.socket.node]?.sessions.get(id) ?? null
}

/** Connected, and nothing left to send: R1 and R10. */
export function isSettled(world: World): boolean {
  const { page } = world
  const session = sessionOf(world)
  if (session === null || !page.isWelcome || !session.isConnected) return false
  return page.log.entries.length === 0 && page.shown.length === session.list.length
}

export function judge(world: World): void {
  const session = sessionOf(world)
  if (session === null || !isSettled(world)) return world.fail(`not settled: ${whyNot(world)}`)
  const { page, store } = world
  const { list, ledger } = session
  if (!isSame(page.shown, list)) world.fail(`the page shows [${page.shown}], where [${list}] is`)
  judgeEvents(world, list)
  const { received, done, durable } = ledger
  if (received !== page.recorded || done !== received || durable !== done) {
    world.fail(`received ${received}, done ${done}, durable ${durable} of ${page.recorded}`)
  }
  if (page.log.done !== done) world.fail(`the page counts ${page.log.done} done, where ${done} are`)
  const stored = store.entries.get(session.id)?.record
  if (stored?.done !== done || !isSame(stored.state?.list ?? [], list)) {
    world.fail(`stored: ${stored?.done} [${stored?.state?.list}], where [${list}] is`)
  }
  const due = world.nodes.flatMap(({ process }) => [...process.due])
  const isIdle = due.every((safe) => safe.session !== null && safe.session.state !== 'closed')
  if (!isIdle || due.some((safe) => safe.session === session)) {
    world.fail('something is still due to be written')
  }
}

/** Before anything more happens: what the page was told is durable is stored. */
export function judgeRest(world: World): void {
  const session = sessionOf(world)
  if (session === null || !isSettled(world)) return world.fail(`not settled: ${whyNot(world)}`)
  if (world.store.wentBack) return
  const stored = world.store.entries.get(session.id)?.record.done ?? 0
  const { durable } = session.ledger
  if (stored < durable) world.fail(`at rest ${stored} are stored, where ${durable} are durable`)
}

/** Every event once and in order; one that is missing was told, and the store is to blame. */
function judgeEvents(world: World, list: readonly number[]): void {
  const { page, store } = world
  const isComplete = list.length === page.recorded && list.every((event, i) => event === i + 1)
  if (isComplete) return
  const mayLose = (store.wentBack || store.wasAway) && page.wasToldLoss
  if (!mayLose) world.fail(`events of 1 to ${page.recorded} are lost: [${list}]`)
}

function whyNot(world: World): string {
  const { page } = world
  const session = sessionOf(world)
  const ends = `${page.log.entries.length} events kept, ${page.welcomes} welcomes`
  if (session === null) return `no session, ${ends}`
  const { state, keeper, list } = session
  return `session ${state}, custody ${keeper?.custody.state}, [${list}] handled, [${page.shown}] shown, ${ends}`
}

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i])
