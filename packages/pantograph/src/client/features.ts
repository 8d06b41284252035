// Parts of the runtime that are not there from the beginning. Each is a file of its own.

import * as P from '../wire/protocol.ts'
import type * as Comeback from './comeback.ts'
import type * as Events from './events.ts'
import type * as Extras from './extras.ts'
import type { Line, Tools } from './lent.ts'
import type * as Stream from './stream.ts'

/** What the server can ask for, by number; there when it was loaded. */
export interface Features {
  [P.FEATURE_EVENTS]?: typeof Events
  [P.FEATURE_EXTRAS]?: typeof Extras
  [P.FEATURE_STREAM]?: typeof Stream
}

export const features: Features = {}

const loaders: Record<keyof Features, () => Promise<Feature>> = {
  [P.FEATURE_EVENTS]: () => import('./events.ts'),
  [P.FEATURE_EXTRAS]: () => import('./extras.ts'),
  [P.FEATURE_STREAM]: () => import('./stream.ts'),
}

type Feature = Features[keyof Features] & object

/** Loads a feature; undefined when it is there. Rejects while the server is out of reach. */
export function loadFeature(number: number, tools: Tools): Promise<void> | undefined {
  const name = number as keyof Features
  if (features[name]) return
  return loaders[name]().then((feature) => {
    feature.begin(tools)
    Object.assign(features, { [name]: feature })
  })
}

/** What is needed to come back; undefined until it is loaded. */
export let comeback: typeof Comeback | undefined

/** Loads it unless it is there. Rejects while the server is out of reach. */
export async function loadComeback(line: Line, tools: Tools): Promise<void> {
  if (comeback) return
  const loaded = await import('./comeback.ts')
  await loaded.begin(line, tools)
  comeback = loaded
}
