// Whether a browser is still there: by what was heard of it, and by frames that it has not acknowledged.
// Looked at about every second; all times are in milliseconds. Must not know the connection.
import type { FrameWindow } from './window.ts'

const PING_EVERY = 20_000
const SILENCE_LIMIT = 45_000
/** No acknowledgement for so long: the browser is asked, and so much later given up. */
const PROBE_AFTER = 10_000
const PROBE_LIMIT = 20_000

export class Pulse {
  /** When anything was heard last. */
  heard = 0
  private pinged = 0
  /** Up to which frame was acknowledged, since when no further, and when the browser was asked because of that. */
  private acknowledged = -1
  private since = 0
  private probed = 0

  /** Frames are counted anew. */
  begin(): void {
    this.acknowledged = -1
  }

  feel(
    now: number,
    { count, acknowledged }: Pick<FrameWindow, 'count' | 'acknowledged'>,
  ): 'fine' | 'ask' | 'lost' {
    if (now - this.heard > SILENCE_LIMIT) return 'lost'
    if (count === 0 || acknowledged !== this.acknowledged) {
      this.acknowledged = acknowledged
      this.since = now
      this.probed = 0
    }
    // A process that was suspended asks before it gives up.
    if (this.probed > 0 && now - this.probed >= PROBE_LIMIT) return 'lost'
    if (this.probed === 0 && now - this.since >= PROBE_AFTER) {
      this.probed = now
      return this.ask(now)
    }
    const isSilent = now - this.heard >= PING_EVERY && now - this.pinged >= PING_EVERY
    return isSilent ? this.ask(now) : 'fine'
  }

  private ask(now: number): 'ask' {
    this.pinged = now
    return 'ask'
  }
}
