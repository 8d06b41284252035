// What a page shows when it comes back: which session it follows, and how far that had come. Made by WELCOME
// and kept in the page's memory alone: a copy of the page does not have it.
import { timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { PantographError } from '../errors.ts'
import { deriveKey, macOf } from './secrets.ts'

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

const PURPOSE = 'pantograph resume ticket 1'
const MAC_BYTES = 16

/** Signs and checks tickets. */
export class Tickets {
  private readonly keys: readonly KeyObject[]

  /** @param secrets the first signs, all are accepted */
  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) => deriveKey(secret, PURPOSE))
  }

  sign({ session, epoch, nonce, generation, turn }: TicketContent): Uint8Array {
    const body = Buffer.from([session, epoch, nonce, generation, turn].join(' '))
    return Buffer.concat([macOf(body, this.keys[0] as KeyObject, MAC_BYTES), body])
  }

  /** @throws PantographError `PG_TOKEN_INVALID` */
  open(ticket: Uint8Array): TicketContent {
    const mac = ticket.subarray(0, MAC_BYTES)
    const body = ticket.subarray(MAC_BYTES)
    if (mac.length < MAC_BYTES || !this.keys.some((key) => isMac(mac, body, key))) {
      throw new PantographError(
        'PG_TOKEN_INVALID',
        'the ticket was not signed with any of the secrets',
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

const isMac = (mac: Uint8Array, body: Uint8Array, key: KeyObject): boolean =>
  timingSafeEqual(macOf(body, key, MAC_BYTES), mac)
