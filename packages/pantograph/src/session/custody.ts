// Who owns a session: at most one process may write it, wherever it was before. A state machine without
// sockets, clocks or promises: what it needs done it asks of its port, what came of that it is told. The
// rules are in docs/protocol.md, "Sessions"; test/model plays them against everything that can go wrong.

/** What a store holds of a session. */
export interface SessionRecord<S> {
  /** Raised by every claim. */
  readonly epoch: number
  /** A random name of that claim: a store that went back in time may give an epoch twice. */
  readonly nonce: string
  /** The last event that `state` contains. */
  readonly done: number
  readonly state: S
}

/** What custody needs of its surroundings. Every `read` and `write` is answered by one call. */
export interface CustodyPort<S> {
  /** Read the record: answered by `loaded` or `failed`. */
  read(): void
  /** Write it if its version is still `expected`: answered by `written` or `failed`. */
  write(record: SessionRecord<S>, expected: string | null): void
  /** The state as it is between two events; null while a handler runs. */
  snapshot(): { readonly done: number; readonly state: S } | null
  /** A name that nobody else makes up. */
  newNonce(): string
  /** The session is ours; this is what was stored of it. */
  onOwned(record: SessionRecord<S> | null): void
  /** It is somebody else's: stop, tell nobody anything. */
  onFenced(): void
  /** Every event up to this one is in the store. */
  onDurable(done: number): void
  /** Whether it is ours was in doubt, and is not any more. */
  onSure(): void
}

/** `claiming`: not ours yet. `doubtful`: it was, and may have been claimed by another since. */
export type CustodyState = 'claiming' | 'owned' | 'doubtful' | 'fenced'

export class Custody<S> {
  state: CustodyState = 'owned'
  epoch = 1
  nonce: string
  private readonly port: CustodyPort<S>
  /** The version that our next write expects. */
  private version: string | null = null
  /** What was asked for and has not been answered. */
  private asked: 'nothing' | 'read' | 'claim' | 'save' = 'nothing'
  private saving = 0
  private isChanged = false
  /** A write was not answered: what the store holds must be read before the next one. */
  private isUncertain = false
  /** The answer to the present read proves nothing. */
  private isStale = false
  /** What the store held when it was claimed. */
  private found: SessionRecord<S> | null = null

  constructor(port: CustodyPort<S>) {
    this.port = port
    this.nonce = port.newNonce()
  }

  /** Takes a session over that was elsewhere, or here before a crash. */
  claim(): void {
    this.state = 'claiming'
    this.read()
  }

  /** The state has changed. */
  changed(): void {
    this.isChanged = true
  }

  get isSaved(): boolean {
    return !this.isChanged && this.asked === 'nothing'
  }

  /** Writes what has changed, if nothing stands against it. */
  save(): void {
    if (this.state !== 'owned' || !this.isChanged || this.asked !== 'nothing') return
    if (this.isUncertain) return this.read()
    const snapshot = this.port.snapshot()
    if (snapshot === null) return
    this.isChanged = false
    this.asked = 'save'
    this.saving = snapshot.done
    const { epoch, nonce } = this
    this.port.write({ epoch, nonce, ...snapshot }, this.version)
  }

  /** Whoever slept, or could not reach the store, may have lost the session: no event before that is clear. */
  doubt(): void {
    if (this.state !== 'owned' && this.state !== 'doubtful') return
    // What is being read may have been read before whatever has raised the doubt.
    if (this.asked === 'read') this.isStale = true
    else if (this.asked === 'nothing' && this.state === 'owned') this.read()
    this.state = 'doubtful'
  }

  /** After `failed`, when it is time to try again. */
  retry(): void {
    if (this.asked === 'nothing' && (this.state === 'claiming' || this.state === 'doubtful'))
      this.read()
  }

  private read(): void {
    this.asked = 'read'
    this.isStale = false
    this.port.read()
  }

  /** The answer to `read`. */
  loaded(record: SessionRecord<S> | null, version: string | null): void {
    this.asked = 'nothing'
    if (this.state === 'claiming') this.claimFrom(record, version)
    else if (this.isStale && this.state !== 'fenced') this.read()
    else if (this.state !== 'fenced') this.compare(record, version)
  }

  private claimFrom(record: SessionRecord<S> | null, version: string | null): void {
    // A write whose answer was lost may have been carried out.
    if (record !== null && record.nonce === this.nonce) return this.own(version)
    this.found = record
    this.epoch = (record?.epoch ?? 0) + 1
    this.asked = 'claim'
    const { epoch, nonce } = this
    const { done, state } = record ?? this.nothing()
    this.port.write({ epoch, nonce, done, state }, version)
  }

  /** What is claimed where nothing was stored: the session as it is made anew. */
  private nothing(): { done: number; state: S } {
    const snapshot = this.port.snapshot()
    if (snapshot === null) throw new Error('a session without a record is claimed before it runs')
    return snapshot
  }

  private compare(record: SessionRecord<S> | null, version: string | null): void {
    if (record !== null && record.nonce === this.nonce) {
      this.port.onDurable(record.done)
      return this.sure(version)
    }
    // Older than ours, or gone: the store has lost writes. It is ours all the same, and written anew.
    if (record === null || record.epoch < this.epoch) {
      this.isChanged = true
      return this.sure(version)
    }
    this.fence()
  }

  private sure(version: string | null): void {
    this.version = version
    this.isUncertain = false
    this.state = 'owned'
    this.port.onSure()
  }

  private own(version: string | null): void {
    this.version = version
    this.state = 'owned'
    this.port.onOwned(this.found)
  }

  /** The answer to `write`: the new version, or null when it was refused. */
  written(version: string | null): void {
    const { asked } = this
    this.asked = 'nothing'
    if (this.state === 'fenced') return
    if (version === null) return this.refused()
    if (asked === 'claim') return this.own(version)
    this.version = version
    this.port.onDurable(this.saving)
    if (this.state === 'doubtful') this.read()
  }

  /** Somebody has written: a claim, or a write of ours whose answer was lost. */
  private refused(): void {
    // A claim has no state of its own that would have to be written again.
    if (this.state !== 'claiming') this.isChanged = true
    if (this.state === 'owned') this.state = 'doubtful'
    this.read()
  }

  /** No answer, or an error: nobody knows whether it was carried out. `retry` or `save` goes on. */
  failed(): void {
    if (this.asked === 'save') {
      this.isChanged = true
      this.isUncertain = true
    }
    this.asked = 'nothing'
  }

  /** It is given up. */
  fence(): void {
    if (this.state === 'fenced') return
    this.state = 'fenced'
    this.port.onFenced()
  }
}
