// What lets a browser send the bytes of one file: a signed text in the address that it sends them to. It says all that a
// process must know to take them, so that any process with the same secret can.
import type { KeyObject } from 'node:crypto'
import { PantographError } from '../errors.ts'
import type { UploadInfo } from '../session/upload-writer.ts'
import { deriveKey, isMacOf, macOf } from './secrets.ts'

/** What a ticket says. */
export interface UploadTicket extends UploadInfo {
  /** The session whose file it is. */
  readonly session: string
  /** Whom that belongs to, as a hash; null for nobody. */
  readonly user: string | null
  /** The writer's name; empty where only the session's own will do. */
  readonly writer: string
  /** In milliseconds since 1970. */
  readonly until: number
}

const PURPOSE = 'pantograph upload ticket 1'
const MAC_BYTES = 18

/** Signs and checks them. */
export class UploadTickets {
  private readonly keys: readonly KeyObject[]

  /** @param secrets the first signs, all are accepted */
  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) => deriveKey(secret, PURPOSE))
  }

  sign({ id, name, type, size, session, user, writer, until }: UploadTicket): string {
    const content = JSON.stringify([id, name, type, size, session, user, writer, until])
    const body = Buffer.from(content).toString('base64url')
    const mac = macOf(body, this.keys[0] as KeyObject, MAC_BYTES)
    return `${body}.${mac.toString('base64url')}`
  }

  /** @throws PantographError `PG_UPLOAD_TICKET` when it is not one of ours, or too old */
  open(ticket: string): UploadTicket {
    const [body = '', signature = ''] = ticket.split('.')
    const given = Buffer.from(signature, 'base64url')
    if (!isMacOf(given, body, this.keys, MAC_BYTES)) {
      return refuse('it was not signed with any of the secrets')
    }
    const content = JSON.parse(Buffer.from(body, 'base64url').toString()) as [
      ...[string, string, string, number, string, string | null, string, number],
    ]
    const [id, name, type, size, session, user, writer, until] = content
    if (until < Date.now()) return refuse('it is too old')
    return { id, name, type, size, session, user, writer, until }
  }
}

function refuse(why: string): never {
  throw new PantographError('PG_UPLOAD_TICKET', why)
}
