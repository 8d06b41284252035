// What is kept of a session, as bytes: its record is encoded, bounded, and sealed.
import { DevalueError, parse, stringify } from 'devalue'
import { PantographError } from '../errors.ts'
import type { ComponentState } from '../render/state.ts'
import type { SessionRecord } from './custody.ts'
import type { Sealer } from './seal.ts'

/** The state of a session between two events. */
export interface SessionState {
  /** The address that the page shows. */
  readonly url: string
  /** Whose it is, as a hash; null for nobody. */
  readonly user: string | null
  /** How often it was taken up by a connection. */
  readonly turn: number
  /** How many events a store has lost of which the browser may not know yet. */
  readonly untold?: number
  readonly components: readonly ComponentState[]
  /** Whether components have put anything into the document's head. */
  readonly hasHead?: boolean
}

const FORMAT = 1
/** A larger checkpoint is refused, and from here on it is worth a warning. */
const LARGEST_CHECKPOINT = 65_536
export const LARGE_CHECKPOINT = 8_192

/** @throws PantographError `PG_CHECKPOINT_SIZE` for a state of more characters than are kept */
export function assertFits(size: number): void {
  if (size <= LARGEST_CHECKPOINT) return
  throw new PantographError(
    'PG_CHECKPOINT_SIZE',
    `the state of the page is ${size} characters; ${LARGEST_CHECKPOINT} is the most that is kept. ` +
      'Keep ids in signals and load the rest, or turn checkpoints off for the page (checkpoint: false).',
  )
}

/**
 * The components of a state, encoded: what cannot be is named.
 * @throws PantographError `PG_STATE_VALUE` for a value that is no data
 */
export function encodeState(state: SessionState): string {
  try {
    return stringify(state)
  } catch (error) {
    if (!(error instanceof DevalueError)) throw error
    throw new PantographError('PG_STATE_VALUE', describe(state, error))
  }
}

/** Where the value stands that is no data: the path of the error names components and signals by index. */
function describe({ components }: SessionState, error: DevalueError): string {
  const [, component = '', , signal = ''] =
    /components\[(\d+)\]\.(\w+)\[(\d+)\]/.exec(error.path) ?? []
  const { path = '', names = [] } = components[Number(component)] ?? {}
  const name = names[Number(signal)]?.replace(/#0$/, '') ?? ''
  return (
    `the signal ${name || '(without a name)'} of ${path} holds what a checkpoint cannot keep: ` +
    `${error.message}. Keep data in it, or make it with { transient: true }.`
  )
}

/** Turns records into sealed bytes and back. */
export class RecordCodec {
  private readonly sealer: Sealer

  constructor(sealer: Sealer) {
    this.sealer = sealer
  }

  /** @throws PantographError `PG_CHECKPOINT_SIZE` */
  encode(key: string, { epoch, nonce, done, state }: SessionRecord<string>): Uint8Array {
    const bytes = Buffer.from(JSON.stringify([FORMAT, epoch, nonce, done, state]))
    return this.sealer.seal(bytes, key)
  }

  /** @throws PantographError `PG_SEAL` for what was not made by this installation */
  decode(key: string, value: Uint8Array): SessionRecord<string> {
    const text = Buffer.from(this.sealer.open(value, key)).toString()
    const [format, epoch, nonce, done, state] = JSON.parse(text) as [
      number,
      number,
      string,
      number,
      string,
    ]
    if (format === FORMAT) return { epoch, nonce, done, state }
    throw new PantographError(
      'PG_SEAL',
      `a checkpoint of format ${format}; this build reads ${FORMAT}`,
    )
  }
}

/** The state of components, as it is kept within this process; null when it holds what is no data. */
export function encodeComponents(components: readonly ComponentState[]): string | null {
  try {
    const text = stringify(
      components.map(({ path, source, names, values }) => [path, source, names, values]),
    )
    // What was put together from parts keeps them; this is one piece.
    return text.length > LARGEST_CHECKPOINT ? null : Buffer.from(text).toString()
  } catch (error) {
    if (error instanceof DevalueError) return null
    throw error
  }
}

export function decodeComponents(text: string): readonly ComponentState[] {
  const rows = parse(text) as [string, number | null, string[], unknown[]][]
  return rows.map(([path, source, names, values]) => ({ path, source, names, values }))
}

/** @throws PantographError `PG_SEAL` */
export function decodeState(text: string): SessionState {
  return parse(text) as SessionState
}
