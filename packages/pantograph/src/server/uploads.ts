// Takes the bytes of files, by the core of the tus protocol, version 1.0.0 (https://tus.io/protocols/resumable-upload): HEAD says
// how many are there, PATCH brings more. Which file is meant, and who may send it, says the ticket in the address. Nothing is
// kept in memory: bytes go to the writer as they come.
import { PantographError } from '../errors.ts'
import { receiversOf } from '../session/upload-receivers.ts'
import { isDirect } from '../session/upload-writer.ts'
import type { Receiver, UploadHost, UploadInfo, UploadWriter } from '../session/upload-writer.ts'
import { answer, textAnswer } from './answer.ts'
import type { Answer } from './answer.ts'
import { isCrossSite } from './cross-site.ts'
import { temporaryWriter } from './disk-writer.ts'
import { identityOf } from './identity.ts'
import type { Settings } from './options.ts'
import type { Pool } from './pool.ts'
import type { Tokens } from './token.ts'
import { UploadBody } from './upload-body.ts'
import { methodOf, TUS, TUS_OPTIONS, tusProblem, wholeNumber } from './upload-request.ts'
import { UploadTickets } from './upload-ticket.ts'
import type { UploadTicket } from './upload-ticket.ts'
import type { Visit } from './visit.ts'
import { within } from './within.ts'

/** Where uploads are, beside the App's own files. */
export const UPLOAD_ROOM = 'upload/'

/** Where the bytes of a file go. */
interface Place {
  readonly writer: UploadWriter
  /** Who shows it; null where its page is not in this process. */
  readonly receiver: Receiver | null
}

/** A request that brings bytes. */
interface Running {
  readonly body: UploadBody
  readonly session: string
  readonly done: Promise<unknown>
}

export class Uploads implements UploadHost {
  readonly most: number
  readonly chunk: number
  readonly defaultWriter: UploadWriter
  private readonly settings: Settings
  private readonly pool: Pool
  private readonly tokens: Tokens
  private readonly tickets: UploadTickets
  private readonly writers = new Map<string, UploadWriter>()
  /** By the id of the file, the latest. Those before it are over before it begins. */
  private readonly running = new Map<string, Running>()
  /** Of files that were cancelled, and of sessions that were ended: their tickets are still good. The newest. */
  private readonly givenUp = new Set<string>()
  private isShut = false

  constructor(settings: Settings, pool: Pool, tokens: Tokens) {
    const { limits, secrets } = settings
    this.settings = settings
    this.pool = pool
    this.tokens = tokens
    this.tickets = new UploadTickets(secrets)
    this.most = limits.uploadBytes
    this.chunk = limits.uploadChunkBytes
    this.defaultWriter = temporaryWriter(limits.uploadMilliseconds)
    this.register(this.defaultWriter)
  }

  // For components

  register(writer: UploadWriter): void {
    if (writer.name !== undefined) this.writers.set(writer.name, writer)
  }

  address(
    { id, name, type, size }: UploadInfo,
    writer: UploadWriter,
    page: { id: string; user: string | null },
  ): string {
    const ticket = this.tickets.sign({
      ...{ id, name, type, size, session: page.id, writer: writer.name ?? '' },
      user: this.tokens.hashUser(page.user),
      until: this.until(),
    })
    return UPLOAD_ROOM + ticket
  }

  /** A page that sleeps and wakes shows the same address, most of the time. */
  private until(): number {
    const { uploadMilliseconds } = this.settings.limits
    const step = Math.max(1, Math.floor(uploadMilliseconds / 10))
    return Math.ceil((Date.now() + uploadMilliseconds) / step) * step
  }

  /** The server goes down: browsers go on elsewhere. */
  shut(): void {
    this.isShut = true
    for (const { body } of this.running.values()) body.stop()
  }

  async stop(id: string): Promise<void> {
    for (let running; (running = this.running.get(id)) !== undefined;) {
      await this.end(running)
    }
  }

  /** @throws PantographError `PG_UPLOAD_WRITE` when the writer does not come to an end */
  private async end({ body, done }: Running): Promise<void> {
    body.stop()
    await within(
      done,
      this.settings.limits.uploadStallMilliseconds,
      () => new PantographError('PG_UPLOAD_WRITE', 'the writer is stuck'),
    )
  }

  giveUp(id: string): Promise<void> {
    this.refuse(id)
    return this.stop(id)
  }

  giveUpSession(id: string): void {
    this.refuse(id)
    for (const { body, session } of this.running.values()) if (session === id) body.stop()
  }

  private refuse(id: string): void {
    this.givenUp.add(id)
    const [oldest = ''] = this.givenUp
    if (this.givenUp.size > MOST_GIVEN_UP) this.givenUp.delete(oldest)
  }

  // For browsers

  /** The answer to a request for an address of ours. */
  async answer(ticket: string, visit: Visit): Promise<Answer> {
    const method = methodOf(visit)
    if (method === 'OPTIONS') {
      return answer(204, NOTHING, { ...TUS_OPTIONS, 'Tus-Max-Size': String(this.most) })
    }
    const problem = tusProblem(method, visit)
    if (problem !== null) return problem
    if (this.isShut) return refusal(503, 'The server is going down.')
    if (isCrossSite(visit, this.settings)) return refusal(403, 'Other pages may not do that.')
    const made = await this.serve(method, ticket, visit).catch((error) => this.failed(error))
    // A body that was not taken is not waited for.
    return method === 'PATCH' && made.status >= 400 ? closing(made) : made
  }

  private failed(error: unknown): Answer {
    const code = error instanceof PantographError ? error.code : 'PG_UPLOAD_WRITE'
    if (code === 'PG_UPLOAD_TICKET') return refusal(403, String(error))
    this.settings.log.error({ error }, `${code}: a file could not be taken`)
    return refusal(500, 'The file could not be taken.')
  }

  private async serve(method: string, signed: string, visit: Visit): Promise<Answer> {
    const ticket = this.tickets.open(signed)
    const user = await identityOf(this.settings, visit)
    if (!this.tokens.isUser(user, ticket.user)) return refusal(403, 'It is somebody else’s.')
    const place = await this.placeOf(ticket)
    if (typeof place === 'number') return refusal(place, WHY_NOT[place])
    if (method === 'PATCH') return this.take(ticket, place, visit)
    await this.stop(ticket.id)
    const offset = await place.writer.offset(ticket)
    place.receiver?.received(ticket.id, offset)
    return tusAnswer(200, offset, { 'Upload-Length': String(ticket.size) })
  }

  /** Where the bytes go, or the status that says why not. */
  private async placeOf(ticket: UploadTicket): Promise<Place | 410 | 503> {
    const session = this.pool.find(ticket.session)
    if (session?.isAsleep === true) await session.wake()
    const receivers = session && receiversOf(session)
    for (const receiver of receivers?.all ?? []) {
      const { writer } = receiver
      if (receiver.takes(ticket.id) && !isDirect(writer)) return { writer, receiver }
    }
    // Its page is here, and does not want it; or is just being made again.
    if (session !== undefined) return receivers && session.tree.pending.count === 0 ? 410 : 503
    if (this.givenUp.has(ticket.id) || this.givenUp.has(ticket.session)) return 410
    const writer = this.writers.get(ticket.writer)
    // Its page may be coming back.
    return writer === undefined ? 503 : { writer, receiver: null }
  }

  private async take(
    ticket: UploadTicket,
    { writer, receiver }: Place,
    visit: Visit,
  ): Promise<Answer> {
    const { limits } = this.settings
    const offset = wholeNumber(visit.header('upload-offset'))
    const length = wholeNumber(visit.header('content-length')) ?? 0
    const source = visit.body()
    if (offset === null || source === null)
      return refusal(400, 'Upload-Offset or a body is missing.')
    if (offset + length > ticket.size) return refusal(413, 'It is more than was announced.')
    const others = [...this.running].filter(
      ([id, { session }]) => session === ticket.session && id !== ticket.id,
    )
    if (others.length >= limits.uploadsAtOnce) return refusal(429, 'One after the other.')
    let at = offset
    const body = new UploadBody(
      source,
      ticket.size - offset,
      limits.uploadStallMilliseconds,
      (bytes) => receiver?.received(ticket.id, (at += bytes)),
    )
    const write = async (): Promise<Answer> => {
      const there = await writer.offset(ticket)
      if (there !== offset) return tusAnswer(409, there)
      await writer.append(ticket, offset, body)
      return endings[body.ending](await writer.offset(ticket))
    }
    return this.run(ticket, body, write)
  }

  /**
   * Nothing else is written to the file meanwhile, and its session stays. Who comes now knows more than who came before: that
   * connection may be lost, and nobody has noticed. It takes its place at once, so that two that come together see each other.
   */
  private async run<T>(
    { id, session }: UploadTicket,
    body: UploadBody,
    work: () => Promise<T>,
  ): Promise<T> {
    const receivers = receiversOf(this.pool.find(session) ?? this)
    const { promise: done, resolve } = Promise.withResolvers<void>()
    const mine: Running = { body, session, done }
    const before = this.running.get(id)
    this.running.set(id, mine)
    receivers?.bodies.add(body)
    try {
      if (before) await this.end(before)
      return await work()
    } finally {
      receivers?.bodies.delete(body)
      // What is stuck may go on at any time.
      void Promise.resolve(before?.done).then(() => {
        if (this.running.get(id) === mine) this.running.delete(id)
        resolve()
      })
    }
  }
}

const MOST_GIVEN_UP = 10_000

const NOTHING = new Uint8Array(0)

const WHY_NOT = { 410: 'Nobody waits for this file.', 503: 'Its page is not here yet.' } as const

/** How a request is answered, by how its bytes have ended. */
const endings: Readonly<Record<UploadBody['ending'], (offset: number) => Answer>> = {
  all: (offset) => tusAnswer(204, offset),
  cut: (offset) => tusAnswer(408, offset),
  stopped: (offset) => tusAnswer(409, offset),
  stalled: (offset) => tusAnswer(408, offset),
  'too-large': () => refusal(413, 'It is more than was announced.'),
}

const closing = (made: Answer): Answer => ({
  ...made,
  headers: { ...made.headers, Connection: 'close' },
})

const tusAnswer = (
  status: number,
  offset: number,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: { ...TUS, 'Cache-Control': 'no-store', 'Upload-Offset': String(offset), ...headers },
  body: null,
})

function refusal(status: number, text: string): Answer {
  const later: Record<string, string> =
    status === 429 || status === 503 ? { 'Retry-After': '1' } : {}
  return textAnswer(status, text, { ...TUS, 'Cache-Control': 'no-store', ...later })
}
