// Parts of the runtime that are not there from the beginning. Each is a file of its own.

import * as P from '../wire/protocol.ts'
import type * as Comeback from './comeback.ts'
import type * as Commands from './commands.ts'
import type * as Events from './events.ts'
import type * as Extras from './extras.ts'
import type * as Hooks from './hooks.ts'
import type * as Pending from './pending.ts'
import type { Feature, Line, Loaders, Tools } from './lent.ts'
import type * as Stream from './stream.ts'
import type * as Upload from './upload.ts'

/** What the server can ask for, by number; there when it was loaded. */
export interface Features {
  [P.FEATURE_EVENTS]?: typeof Events
  [P.FEATURE_EXTRAS]?: typeof Extras
  [P.FEATURE_PENDING]?: typeof Pending
  [P.FEATURE_STREAM]?: typeof Stream
  [P.FEATURE_COMMANDS]?: typeof Commands
  [P.FEATURE_HOOKS]?: typeof Hooks
  [P.FEATURE_UPLOAD]?: typeof Upload
}

export const features: Features = {}

/** Those that need no other. The rest are known to the feature events, which is loaded before them. */
const loaders: Loaders = {
  [P.FEATURE_EVENTS]: () => import('./events.ts'),
  [P.FEATURE_EXTRAS]: () => import('./extras.ts'),
  [P.FEATURE_PENDING]: () => import('./pending.ts'),
  [P.FEATURE_STREAM]: () => import('./stream.ts'),
  [P.FEATURE_HOOKS]: () => import('./hooks.ts'),
}

/** Loads a feature; undefined when it is there. Rejects while the server is out of reach. */
export const loadFeature = (number: number, tools: Tools): Promise<void> | undefined =>
  number in features ? undefined : load(number as keyof Features, tools)

async function load(number: keyof Features, tools: Tools): Promise<void> {
  const loader = loaders[number] ?? (features[P.FEATURE_EVENTS] as Features[1] & {}).loaders[number]
  const feature = await (loader as () => Promise<Feature>)()
  // Two may have waited for it.
  if (number in features) return
  feature.begin(tools)
  ;(features as Record<number, Feature>)[number] = feature
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
