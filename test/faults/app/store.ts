// A store that misbehaves as a file says: TROUBLE names it. Read at each call, so that a test can change it.
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Store } from 'pantograph/store'

const file = process.env['TROUBLE'] ?? ''

/**
 * `slow 200`: each call takes so long. `down`: each fails. `lossy`: writes are made, and then fail. `blocked`:
 * none is answered until it is over, then all are at once.
 */
function trouble(): [kind: string, amount: number] {
  if (file === '' || !existsSync(file)) return ['', 0]
  const [kind = '', amount = '0'] = readFileSync(file, 'utf8').trim().split(' ')
  return [kind, Number(amount)]
}

async function suffer(): Promise<void> {
  const [kind, amount] = trouble()
  if (kind === 'slow') await pause(amount)
  while (trouble()[0] === 'blocked') await pause(50)
  if (kind === 'down') throw new Error('the store is down')
}

/** A store that can be troubled. */
export function troubled(store: Store): Store {
  return {
    async get(key) {
      await suffer()
      return store.get(key)
    },
    async put(key, value, expected, ttl) {
      await suffer()
      const version = await store.put(key, value, expected, ttl)
      if (trouble()[0] === 'lossy' && Math.random() < 0.5) throw new Error('the answer was lost')
      return version
    },
    async delete(key, expected) {
      await suffer()
      return store.delete(key, expected)
    },
    close: () => store.close?.(),
  }
}
