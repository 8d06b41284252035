// One file on its way: by the core of the tus protocol (https://tus.io/protocols/resumable-upload) in pieces, each behind the one
// before; or to another server in one request. What is lost on the way begins again with the byte where it stopped. Part of
// upload.ts.
/**
 * What the server wants sent: id, key, address, whether some of it is there; of another server how often the address was asked for
 * again, method and headers.
 */
export type Order = [
  id: string,
  key: string,
  url: string,
  state: number,
  method?: string,
  headers?: Record<string, string>,
]

/** Files that are sent at the same time. */
const PARALLEL = 3
/**
 * Milliseconds: without any progress; for the answer, once all is sent; between attempts, doubled each time; before the server is
 * asked again what it has.
 */
const STALL = 20_000
const LONGEST_ANSWER = 300_000
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 15_000
const DOUBT = 5_000
/** A server that fails so often in a row will do so again; a network may come back at any time. */
const MOST_FAILURES = 8

/** Whose file it is. */
export interface SendingOwner {
  /** What has become of it: `done`, `rejected` … */
  told(...said: unknown[]): void
  /** Whether the server has heard that. */
  isHeard(): boolean
  /** Another one may begin. */
  ended(): void
}

export class Sending {
  order: Order
  readonly file: File
  private readonly size: number
  private readonly owner: SendingOwner
  isBegun = false
  isActive = false
  private isStopped = false
  private request: XMLHttpRequest | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  /** Ends a pause. */
  private wake = (): void => {}
  /** How often in a row a server that was there has failed. */
  private refusals = 0
  /** The most bytes that it ever had: who only says so again has not taken any. */
  private most = 0

  /** @param size bytes of one request */
  constructor(file: File, order: Order, size: number, owner: SendingOwner) {
    this.file = file
    this.order = order
    this.size = size
    this.owner = owner
  }

  stop(): void {
    this.isStopped = true
    this.isActive = false
    clearTimeout(this.timer)
    this.wake()
    this.request?.abort()
  }

  async run(): Promise<void> {
    this.isBegun = this.isActive = true
    const word = await (this.order[4] ? this.sendWhole() : this.sendPieces())
    this.isActive = false
    if (this.isStopped) return
    this.owner.told(word)
    this.owner.ended()
    this.wait()
  }

  /** It is over when the server does not want it any more. Else, once it has heard of it, it is asked what it has. */
  private wait(): void {
    this.timer = setTimeout(() => {
      if (!this.owner.isHeard()) return this.wait()
      this.order[3] = 1
      void this.run()
    }, DOUBT)
  }

  /** Resolves with what is told of it. */
  private async sendPieces(): Promise<string> {
    // −1: nobody knows.
    let offset = this.order[3] ? -1 : 0
    let failures = 0
    while (offset < this.file.size && !this.isStopped) {
      const { status, at } = await (offset < 0 ? this.ask() : this.sendPiece(offset))
      const isNews = at >= 0 && at !== offset
      if (at > this.most && status < 300) {
        this.most = at
        failures = this.refusals = 0
      }
      offset = isNews && (status < 300 || status === 409) ? at : -1
      if (offset >= 0) continue
      const problem = await this.problem(status)
      if (problem) return problem
      await this.pause(failures++)
    }
    return 'done'
  }

  private ask(): Promise<Answer> {
    return this.send('HEAD', this.order[2], TUS)
  }

  private sendPiece(offset: number): Promise<Answer> {
    const headers = {
      ...TUS,
      'Upload-Offset': String(offset),
      'Content-Type': 'application/offset+octet-stream',
    }
    return this.send('PATCH', this.order[2], headers, this.file.slice(offset, offset + this.size))
  }

  /** To another server, which knows nothing of pieces. */
  private async sendWhole(): Promise<string> {
    let told = 0
    const progress = (loaded: number): void => {
      if (Date.now() - told < 1000) return
      told = Date.now()
      this.owner.told('progress', Math.floor((loaded / (this.file.size || 1)) * 1000))
    }
    for (let failures = 0; !this.isStopped; failures++) {
      const [, , url, nth, method = '', headers = {}] = this.order
      const { status } = await this.send(method, url, headers, this.file, progress)
      if (status >= 200 && status < 300) break
      const problem = await this.problem(status)
      // A first refusal may mean that the address is too old.
      if (problem && (failures > 0 || problem !== 'rejected')) return problem
      this.owner.told('again')
      await this.pause(failures)
      await this.another(nth)
    }
    return 'done'
  }

  /** Waits for another address than the `nth`, as long as there may come one. */
  private async another(nth: number): Promise<void> {
    for (let pauses = 0; this.order[3] === nth && !this.isStopped; pauses++) {
      if (pauses > MOST_FAILURES && this.owner.isHeard()) return
      await this.pause(pauses)
    }
  }

  /** Why there is no use in trying again; nothing if there is. */
  private async problem(status: number): Promise<string | undefined> {
    if (AWAY.test(String(status))) return
    if (status)
      return FINAL.test(String(status)) || this.refusals++ >= MOST_FAILURES ? 'rejected' : ''
    try {
      // It may have been changed or deleted since it was chosen.
      await this.file.slice(0, 1).arrayBuffer()
      return
    } catch {
      return 'unreadable'
    }
  }

  /** Sooner when the browser says that there is a network again. */
  private pause(failures: number): Promise<void> {
    const most = Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE)
    return new Promise((resolve) => {
      this.wake = () => {
        removeEventListener('online', this.wake)
        clearTimeout(this.timer)
        resolve()
      }
      this.timer = setTimeout(this.wake, most * (0.5 + Math.random() / 2))
      addEventListener('online', this.wake)
    })
  }

  private send(
    method: string,
    url: string,
    headers: Record<string, string>,
    body?: Blob,
    progress?: (loaded: number) => void,
  ): Promise<Answer> {
    const request = (this.request = new XMLHttpRequest())
    let timer: ReturnType<typeof setTimeout>
    const wait = (patience: number): void => {
      clearTimeout(timer)
      timer = setTimeout(() => request.abort(), patience)
    }
    return new Promise((resolve) => {
      request.onloadend = () => {
        clearTimeout(timer)
        const { status } = request
        // Of another server, a browser would complain about it.
        const isOurs = status && !this.order[4]
        const at = isOurs ? request.getResponseHeader('Upload-Offset') : null
        resolve({ status, at: at === null ? -1 : Number(at) })
      }
      request.upload.onprogress = ({ loaded }) => {
        wait(STALL)
        progress?.(loaded)
      }
      // A proxy may pass it on only now, and a storage take its time to keep it: nothing would be won by sending it again.
      request.upload.onload = () => wait(LONGEST_ANSWER)
      // The script stands beside the address, whatever prefix a proxy has put before both.
      request.open(method, new URL(url, import.meta.url))
      for (const name in headers) request.setRequestHeader(name, headers[name] as string)
      wait(STALL)
      request.send(body)
    })
  }
}

/** `at`: where to go on, or −1 where that was not said. */
interface Answer {
  readonly status: number
  readonly at: number
}

const TUS = { 'Tus-Resumable': '1.0.0' }

/** What a proxy says while there is no server, and a server while it starts: as good as no connection. */
const AWAY = /^50[234]/

/** Nothing that waiting would help against. */
const FINAL = /^4(?!0[89]|2[39])/

/** Begins with those that wait, as long as there is room. */
export function startWaiting(all: Iterable<Sending>): void {
  const sendings = [...all]
  let room = PARALLEL - sendings.filter(({ isActive }) => isActive).length
  for (const sending of sendings) if (!sending.isBegun && room-- > 0) void sending.run()
}
