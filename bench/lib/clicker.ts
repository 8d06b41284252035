// Pages of one server that click again as soon as their last click is answered.
import type { Connection } from './connection.ts'
import { framed } from './connection.ts'
import { cpuOf } from './processes.ts'
import type { Server } from './processes.ts'

const MILLISECONDS = 1000
/** So many frames may be on their way to a page. */
const WINDOW = 4
const FRAME = 0

export class Clicker {
  /** Clicks per second by the clock, round by round. */
  readonly rates: number[] = []
  private readonly server: Server
  private readonly connections: readonly Connection[]
  /** A click that acknowledges 0, 1, … frames, as a browser sends it. */
  private readonly clicks: readonly Buffer[]
  private answered = 0
  private isClicking = false
  private starts: (() => void)[] = []

  /** @param place the numbers of the button's block and slot */
  constructor(server: Server, connections: readonly Connection[], place: readonly number[]) {
    this.server = server
    this.connections = connections
    this.clicks = Array.from({ length: WINDOW + 1 }, (_, count) => framed([8, count, ...place]))
    for (const connection of connections) this.starts.push(this.take(connection))
  }

  private take(connection: Connection): () => void {
    let unacknowledged = 0
    const click = (): void => {
      connection.write(this.clicks[unacknowledged] as Buffer)
      unacknowledged = 0
    }
    connection.onMessage = (message) => {
      if (((message[0] as number) & 7) === FRAME) unacknowledged++
      this.answered++
      if (this.isClicking) click()
    }
    return click
  }

  /** µs of the server's processor time per click. */
  async measure(): Promise<number> {
    const before = await cpuOf(this.server)
    this.answered = 0
    this.isClicking = true
    const began = performance.now()
    for (const start of this.starts) start()
    await pause(MILLISECONDS)
    this.isClicking = false
    await pause(100)
    const used = (await cpuOf(this.server)) - before
    this.rates.push(this.answered / ((performance.now() - began - 100) / 1000))
    return used / this.answered
  }

  close(): void {
    for (const connection of this.connections) connection.close()
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

export const perSecond = (microseconds: number): string => `${(1000 / microseconds).toFixed(1)}k/s`
