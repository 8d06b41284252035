import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FaultyProxy } from './proxy.ts'
import type { Target } from './proxy.ts'

const HOST = '127.0.0.1'
const RESETS = ['ECONNRESET', 'ECONNRESET']
const target = (server: Server): Target => ({
  host: HOST,
  port: (server.address() as AddressInfo).port,
})

/** The server behind the proxy, and the sockets it has. */
class Echo {
  readonly sockets: Peer[] = []
  readonly server = createServer({ allowHalfOpen: true }, (socket) => {
    this.sockets.push(new Peer(socket))
    socket.write(this.greeting)
    socket.pipe(socket)
  })
  private readonly greeting: string

  constructor(greeting: string) {
    this.greeting = greeting
  }

  static async start(greeting = ''): Promise<Echo> {
    const echo = new Echo(greeting)
    echo.server.listen(0, HOST)
    await once(echo.server, 'listening')
    return echo
  }

  async close(): Promise<void> {
    this.server.close()
    for (const { socket } of this.sockets) socket.destroy()
    await once(this.server, 'close')
  }
}

/** A socket, and what it has heard. */
class Peer {
  readonly socket: Socket
  bytes = Buffer.alloc(0)
  ended = false
  error: string | undefined
  closed = false

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (data) => (this.bytes = Buffer.concat([this.bytes, data as Buffer])))
    socket.on('end', () => (this.ended = true))
    socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code))
    socket.on('close', () => (this.closed = true))
  }

  get text(): string {
    return this.bytes.toString()
  }
}

let echo: Echo
let proxy: FaultyProxy
const clients: Peer[] = []
const others: { close(): Promise<void> }[] = []

function call(port = proxy.port, allowHalfOpen = false): Peer {
  const peer = new Peer(connect({ port, host: HOST, allowHalfOpen }))
  clients.push(peer)
  return peer
}

async function dial(port = proxy.port, allowHalfOpen = false): Promise<Peer> {
  const peer = call(port, allowHalfOpen)
  await once(peer.socket, 'connect')
  return peer
}

const until = (check: () => void): Promise<void> =>
  vi.waitFor(check, { timeout: 10_000, interval: 2 })

/** Sends, and waits for the echo; gives the milliseconds it took. */
async function ping(peer: Peer, text = 'ping'): Promise<number> {
  const started = performance.now()
  const expected = peer.text + text
  peer.socket.write(text)
  await until(() => expect(peer.text).toBe(expected))
  return performance.now() - started
}

/** The least of three measurements, or of as many as it takes until one is below that: in one, everything may stall. */
async function least(below: number, measure: () => Promise<number>): Promise<number> {
  let best = Infinity
  for (let i = 0; i < 3 && best >= below; i++) best = Math.min(best, await measure())
  return best
}

beforeEach(async () => {
  echo = await Echo.start()
  proxy = await FaultyProxy.to(target(echo.server))
})

afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.destroy()
  await proxy.close()
  await Promise.all(others.splice(0).map((other) => other.close()))
  await echo.close()
})

describe('without faults', () => {
  test('bytes go both ways unchanged, and are counted', async () => {
    const peer = await dial()
    const sent = Buffer.alloc(3_000_000, 'The quick brown fox. ')
    peer.socket.write(sent)
    await until(() => expect(peer.bytes.length).toBe(sent.length))
    expect(peer.bytes.equals(sent)).toBe(true)
    const bytes = { received: sent.length, delivered: sent.length, lost: 0, held: 0 }
    expect(proxy.counters).toMatchObject({ connections: 1, open: 1, up: bytes, down: bytes })
  })

  test('an end one way leaves the other way open', async () => {
    const peer = await dial(proxy.port, true)
    peer.socket.end('last words')
    await until(() => expect(peer.closed).toBe(true))
    expect([peer.text, peer.ended, peer.error]).toEqual(['last words', true, undefined])
    await until(() => expect(proxy.counters.open).toBe(0))
    expect(proxy.counters.up.delivered).toBe(10)
  })

  test('a reset of one side resets the other', async () => {
    const peer = await dial()
    await ping(peer)
    peer.socket.resetAndDestroy()
    await until(() => expect(echo.sockets[0]?.error).toBe('ECONNRESET'))
    await until(() => expect(proxy.counters.open).toBe(0))
  })

  test('a target that does not listen resets the client', async () => {
    await echo.close()
    const peer = call()
    await until(() => expect(peer.error).toBe('ECONNRESET'))
    echo = await Echo.start()
  })
})

describe('latency', () => {
  test('is there each way, and goes away', async () => {
    const peer = await dial()
    proxy.shape({ latency: 60 })
    const both = await ping(peer)
    expect(both).toBeGreaterThanOrEqual(120)
    proxy.shape({ latency: 0 }, { way: 'up' })
    const oneWay = await least(both, () => ping(peer))
    expect(oneWay).toBeGreaterThanOrEqual(60)
    expect(oneWay).toBeLessThan(both)
  })

  test('does not lower the rate: what is sent together arrives together', async () => {
    const peer = await dial()
    proxy.shape({ latency: 100 })
    const tenTimes = async (): Promise<number> => {
      const started = performance.now()
      const expected = peer.text + 'x'.repeat(10)
      for (let i = 0; i < 10; i++) {
        peer.socket.write('x')
        await delay(5)
      }
      await until(() => expect(peer.text).toBe(expected))
      return performance.now() - started
    }
    expect(await least(1000, tenTimes)).toBeLessThan(1000)
  })

  test('jitter keeps the order', async () => {
    const peer = await dial()
    proxy.shape({ latency: 20, jitter: 20 })
    let sent = ''
    for (let i = 0; i < 40; i++) {
      sent += `${i} `
      peer.socket.write(`${i} `)
      await delay(1)
    }
    await until(() => expect(peer.text).toBe(sent))
  })

  test('for new connections only, or open ones only', async () => {
    const old = await dial()
    await ping(old)
    proxy.shape({ latency: 150 }, { scope: 'new' })
    expect(await least(150, () => ping(old))).toBeLessThan(150)
    const young = await dial()
    expect(await ping(young)).toBeGreaterThanOrEqual(300)
    proxy.heal()
    proxy.shape({ latency: 150 }, { scope: 'open' })
    expect(await ping(young)).toBeGreaterThanOrEqual(300)
    const youngest = await dial()
    expect(await least(300, () => ping(youngest))).toBeLessThan(300)
  })
})

describe('throttle', () => {
  test('bytes come at the rate', async () => {
    const peer = await dial()
    await ping(peer)
    proxy.shape({ rate: 100_000 }, { way: 'down' })
    const took = await least(1500, () => ping(peer, 'x'.repeat(50_000)))
    expect(took).toBeGreaterThan(350)
    expect(took).toBeLessThan(1500)
  })

  test('a few bytes per second come one by one', async () => {
    const peer = await dial()
    proxy.shape({ rate: 20 }, { way: 'up' })
    expect(await ping(peer, '0123456789')).toBeGreaterThan(300)
  })

  test('the sender is held up, and the buffer is bounded', async () => {
    const peer = await dial()
    proxy.shape({ rate: 10_000 }, { way: 'up' })
    const size = 32 * 1024 * 1024
    peer.socket.write(Buffer.alloc(size))
    await delay(400)
    const { up } = proxy.counters
    expect(up.mostHeld).toBeLessThanOrEqual(2 * 64 * 1024)
    expect(up.received).toBeLessThan(200_000)
    expect(peer.socket.bytesWritten - peer.socket.writableLength).toBeLessThan(size)
    expect(up.delivered).toBeLessThan(15_000)
  })

  test('a receiver that does not read holds up the sender too', async () => {
    const peer = await dial()
    await ping(peer)
    echo.sockets[0]?.socket.unpipe().pause()
    const size = 32 * 1024 * 1024
    peer.socket.write(Buffer.alloc(size))
    // The buffers of the system below take some of it first.
    let before = -1
    while (proxy.counters.up.received !== before) {
      before = proxy.counters.up.received
      await delay(200)
    }
    expect(before).toBeLessThan(size / 2)
    expect(proxy.counters.up.mostHeld).toBeLessThanOrEqual(2 * 64 * 1024)
  })

  test('a rate of nothing is refused', () => {
    expect(() => proxy.shape({ rate: 0 })).toThrow(RangeError)
  })
})

describe('stall', () => {
  test('holds bytes one way, and delivers them later', async () => {
    const peer = await dial()
    await ping(peer)
    proxy.shape({ stalled: true }, { way: 'down' })
    peer.socket.write('held')
    await until(() => expect(proxy.counters.down.held).toBe(4))
    await delay(50)
    expect([peer.text, echo.sockets[0]?.text]).toEqual(['ping', 'pingheld'])
    proxy.shape({ stalled: false })
    await until(() => expect(peer.text).toBe('pingheld'))
  })

  test('holds ends and resets too', async () => {
    const peer = await dial()
    await ping(peer)
    proxy.shape({ stalled: true })
    peer.socket.write('last')
    await until(() => expect(proxy.counters.up.held).toBe(4))
    peer.socket.resetAndDestroy()
    await delay(50)
    expect(echo.sockets[0]).toMatchObject({ text: 'ping', closed: false })
    proxy.heal()
    await until(() => expect(echo.sockets[0]?.closed).toBe(true))
    expect(echo.sockets[0]?.text).toBe('pinglast')
  })

  test('holds up the sender when the buffer is full', async () => {
    const peer = await dial()
    proxy.shape({ stalled: true })
    peer.socket.write(Buffer.alloc(32 * 1024 * 1024))
    await delay(200)
    expect(proxy.counters.up.received).toBeLessThanOrEqual(2 * 64 * 1024)
    expect(peer.closed).toBe(false)
  })
})

describe('half-open', () => {
  test('one way vanishes, the other goes on, nobody is told', async () => {
    const peer = await dial()
    await ping(peer)
    proxy.shape({ discards: true }, { way: 'up' })
    peer.socket.write('gone')
    await until(() => expect(proxy.counters.up.lost).toBe(4))
    echo.sockets[0]?.socket.write(' still there')
    await until(() => expect(peer.text).toBe('ping still there'))
    peer.socket.destroy()
    await delay(50)
    expect(echo.sockets[0]).toMatchObject({ text: 'ping', ended: false, closed: false })
  })

  test('who writes to a client that is gone is reset, once the network is healed', async () => {
    const peer = await dial()
    await ping(peer)
    proxy.shape({ discards: true }, { way: 'up' })
    peer.socket.resetAndDestroy()
    await delay(30)
    proxy.heal()
    expect(echo.sockets[0]?.closed).toBe(false)
    echo.sockets[0]?.socket.write('anybody?')
    await until(() => expect(echo.sockets[0]?.error).toBe('ECONNRESET'))
    await until(() => expect(proxy.counters.open).toBe(0))
  })

  test('a cut that only the client hears of', async () => {
    const peer = await dial()
    await ping(peer)
    proxy.cut('rst', 'client')
    await until(() => expect(peer.error).toBe('ECONNRESET'))
    await delay(30)
    expect(echo.sockets[0]?.closed).toBe(false)
    echo.sockets[0]?.socket.destroy()
    await until(() => expect(proxy.counters.open).toBe(0))
  })
})

describe('cut', () => {
  test('with a reset', async () => {
    const peer = await dial()
    await ping(peer)
    proxy.cut()
    await until(() => expect([peer.error, echo.sockets[0]?.error]).toEqual(RESETS))
    await until(() => expect(proxy.counters).toMatchObject({ open: 0, cuts: 1 }))
  })

  test('with an end', async () => {
    const peer = await dial()
    await ping(peer)
    proxy.cut('fin')
    await until(() => expect([peer.ended, echo.sockets[0]?.ended]).toEqual([true, true]))
    await until(() => expect(proxy.counters.open).toBe(0))
    expect([peer.error, echo.sockets[0]?.error]).toEqual([undefined, undefined])
  })

  test('with an end, of a peer that keeps its own side open', async () => {
    const peer = await dial(proxy.port, true)
    await ping(peer)
    proxy.cut('fin')
    await until(() => expect(proxy.counters.open).toBe(0))
    expect(peer.ended).toBe(true)
  })

  test('while bytes are held', async () => {
    const peer = await dial()
    await ping(peer)
    proxy.shape({ stalled: true })
    peer.socket.write('held')
    await until(() => expect(proxy.counters.up.held).toBe(4))
    proxy.cut('fin')
    await until(() => expect(echo.sockets[0]?.ended).toBe(true))
    expect(echo.sockets[0]?.text).toBe('ping')
    expect(proxy.counters.up).toMatchObject({ lost: 4, held: 0 })
  })

  test('after a number of bytes, counted from now', async () => {
    const peer = await dial()
    await ping(peer)
    proxy.cutAfter([7, 7], { way: 'down', how: 'fin' })
    await ping(peer, 'four')
    peer.socket.write('12345')
    await until(() => expect(peer.ended).toBe(true))
    expect(peer.text).toBe('pingfour123')
    const young = await dial()
    young.socket.write('0123456789')
    await until(() => expect(young.ended).toBe(true))
    expect(young.text).toBe('0123456')
  })

  test('after no byte at all', async () => {
    const peer = await dial()
    proxy.cutAfter([0, 0], { way: 'up' })
    peer.socket.write('x')
    await until(() => expect(peer.error).toBe('ECONNRESET'))
    expect(proxy.counters.up.delivered).toBe(0)
  })

  test('in the middle of a chunk, at a byte that the seed decides', async () => {
    const lengths = async (seed: number): Promise<number[]> => {
      const seeded = await FaultyProxy.to(target(echo.server), { seed })
      others.push(seeded)
      seeded.cutMidChunk({ way: 'down', how: 'fin' })
      const found: number[] = []
      for (let i = 0; i < 4; i++) {
        const peer = await dial(seeded.port)
        peer.socket.write('x'.repeat(1000))
        await until(() => expect(peer.ended).toBe(true))
        found.push(peer.bytes.length)
      }
      return found
    }
    const found = await lengths(5)
    for (const length of found) expect(length > 0 && length < 1000).toBe(true)
    expect(await lengths(5)).toEqual(found)
    expect(await lengths(6)).not.toEqual(found)
  })

  test('in the middle of a chunk of a slow connection', async () => {
    const peer = await dial()
    proxy.shape({ rate: 50_000 })
    proxy.cutMidChunk({ way: 'up', how: 'fin' })
    peer.socket.write('x'.repeat(10_000))
    await until(() => expect(echo.sockets[0]?.ended).toBe(true))
    const { length } = echo.sockets[0]?.bytes ?? []
    expect(length > 0 && length < 10_000).toBe(true)
  })

  test('again and again, until it is healed', async () => {
    proxy.cutEvery(30, { jitter: 10 })
    for (let i = 1; i <= 3; i++) {
      const peer = await dial()
      await until(() => expect(peer.closed).toBe(true))
      expect(proxy.counters.cuts).toBe(i)
    }
    proxy.heal()
    const peer = await dial()
    await delay(100)
    await ping(peer)
  })

  test('of one connection among others', async () => {
    const [one, other] = [await dial(), await dial()]
    await Promise.all([ping(one), ping(other)])
    proxy.links[0]?.cut()
    await until(() => expect(one.closed).toBe(true))
    await ping(other)
  })
})

describe('the target', () => {
  test('new connections are refused, old ones stay', async () => {
    const old = await dial()
    proxy.refuse()
    const young = call()
    await until(() => expect(young.error).toBe('ECONNRESET'))
    await ping(old)
    proxy.refuse(false)
    await ping(await dial())
    expect(proxy.counters).toMatchObject({ refused: 1, connections: 2 })
  })

  test('is switched: old connections stay, or are cut', async () => {
    const other = await Echo.start('other ')
    others.push(other)
    const old = await dial()
    await ping(old)
    proxy.retarget(target(other.server))
    const young = await dial()
    await until(() => expect(young.text).toBe('other '))
    await ping(old)
    proxy.retarget(target(echo.server), { old: 'rst' })
    await until(() => expect([old.error, young.error]).toEqual(RESETS))
    await ping(await dial())
  })
})

test('close leaves no sockets and no timers', async () => {
  const count = (): number =>
    process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)).length
  const server = await Echo.start()
  const before = count()
  const closing = await FaultyProxy.to(target(server.server))
  const peers = await Promise.all([1, 2, 3].map(() => dial(closing.port)))
  for (const peer of peers) await ping(peer)
  closing.shape({ latency: 60_000, rate: 1 })
  closing.cutEvery(60_000)
  for (const { socket } of peers) socket.write('never arrives')
  await until(() => expect(closing.counters.up.held).toBe(39))
  closing.links[0]?.cut('fin', 'client')
  await closing.close()
  expect(closing.counters.open).toBe(0)
  await until(() => expect(peers.every((peer) => peer.closed)).toBe(true))
  await until(() => expect(server.sockets.every((peer) => peer.closed)).toBe(true))
  await until(() => expect(count()).toBeLessThanOrEqual(before))
  await server.close()
})
