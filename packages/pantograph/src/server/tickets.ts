// What a page shows when it comes back: which session it follows, and how far that had come. Made by WELCOME
// and kept in the page's memory, so that a copy of the page does not have it; over a reload that is to keep the
// session, in the tab's session storage. Both can outlast their user: a ticket opens for nobody else.
import type { KeyObject } from 'node:crypto'
import { PantographError } from '../errors.ts'
import { deriveKey, isMacOf, macOf } from './secrets.ts'

/** What a ticket says. */
export interface TicketContent {
  readonly session: string
  /** Which ownership of the session gave it: a number and a random name. Both empty where nothing is stored. */
  readonly epoch: number
  readonly nonce: string
  /** The numbering of blocks that the page follows. */
  readonly generation: number
  /** How often the session had been taken up by a connection. */
  readonly turn: number
}

const PURPOSE = 'pantograph resume ticket 2'
const MAC_BYTES = 16

/** Signs and checks tickets. */
export class Tickets {
  private readonly keys: readonly KeyObject[]

  /** @param secrets the first signs, all are accepted */
  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) => deriveKey(secret, PURPOSE))
  }

  /** @param user whose session it is; not told, but signed */
  sign(
    { session, epoch, nonce, generation, turn }: TicketContent,
    user: string | null,
  ): Uint8Array {
    const body = Buffer.from([session, epoch, nonce, generation, turn].join(' '))
    const mac = macOf(signed(user, body), this.keys[0] as KeyObject, MAC_BYTES)
    return Buffer.concat([mac, body])
  }

  /** @throws PantographError `PG_TOKEN_INVALID`, also when it was given to somebody else */
  open(ticket: Uint8Array, user: string | null): TicketContent {
    const mac = ticket.subarray(0, MAC_BYTES)
    const body = ticket.subarray(MAC_BYTES)
    if (!isMacOf(mac, signed(user, body), this.keys, MAC_BYTES)) {
      throw new PantographError(
        'PG_TOKEN_INVALID',
        'the ticket was not signed with any of the secrets, or for somebody else',
      )
    }
    const [session = '', epoch, nonce = '', generation, turn] = Buffer.from(body)
      .toString()
      .split(' ')
    return {
      session,
      epoch: Number(epoch),
      nonce,
      generation: Number(generation),
      turn: Number(turn),
    }
  }
}

/** Users are written so that none can end like a body begins. */
const signed = (user: string | null, body: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${JSON.stringify(user)}\n`), body])
