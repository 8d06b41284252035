// Which pages may connect, and what proxies may say about it.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { addressOf } from './forwarded.ts'
import { originProblem } from './origin.ts'

function req(headers: IncomingHttpHeaders, socket: object = {}): IncomingMessage {
  return { headers, socket: { remoteAddress: '10.0.0.1', ...socket } } as unknown as IncomingMessage
}

const may = (
  headers: IncomingHttpHeaders,
  trustProxy: boolean | number = false,
  socket = {},
): boolean =>
  originProblem(req(headers, socket), { origins: ['https://friend.example'], trustProxy }) === null

test.each<[string, IncomingHttpHeaders, boolean]>([
  ['the same', { origin: 'http://a.example', host: 'a.example' }, true],
  ['the same with a port', { origin: 'http://a.example:81', host: 'a.example:81' }, true],
  ['in capitals', { origin: 'http://a.example', host: 'A.Example' }, true],
  ['the scheme’s own port', { origin: 'https://a.example', host: 'a.example:443' }, true],
  ['behind a proxy that ends TLS', { origin: 'https://a.example', host: 'a.example' }, true],
  ['IPv6', { origin: 'http://[::1]:81', host: '[::1]:81' }, true],
  ['named', { origin: 'https://friend.example', host: 'a.example' }, true],
  ['another host', { origin: 'http://b.example', host: 'a.example' }, false],
  ['another port', { origin: 'http://a.example:81', host: 'a.example' }, false],
  ['a longer host', { origin: 'http://a.example.evil', host: 'a.example' }, false],
  ['none', { host: 'a.example' }, false],
  ['an opaque one', { origin: 'null', host: 'null' }, false],
  ['another scheme', { origin: 'chrome-extension://a.example', host: 'a.example' }, false],
  ['garbage', { origin: 'http://', host: '' }, false],
  ['a host that is none', { origin: 'http://a.example', host: 'a b<>' }, false],
  [
    'what a browser claims a proxy has said',
    { origin: 'http://b.example', host: 'a.example', 'x-forwarded-host': 'b.example' },
    false,
  ],
])('%s', (_, headers, allowed) => {
  expect(may(headers)).toBe(allowed)
})

test('a scheme that is known must be the same', () => {
  const plain = { origin: 'http://a.example', host: 'a.example' }
  const secure = { origin: 'https://a.example', host: 'a.example' }
  expect(may(plain, false, { encrypted: true })).toBe(false)
  expect(may(secure, false, { encrypted: true })).toBe(true)
  expect(may({ ...plain, 'x-forwarded-proto': 'https' }, true)).toBe(false)
  expect(may({ ...secure, 'x-forwarded-proto': 'https' }, true)).toBe(true)
  expect(may({ ...plain, 'x-forwarded-proto': 'https' }, false)).toBe(true)
})

test('a proxy that is believed names the host', () => {
  const headers = { host: 'inner', 'x-forwarded-host': 'a.example, middle' }
  expect(may({ ...headers, origin: 'https://a.example' }, true)).toBe(true)
  expect(may({ ...headers, origin: 'https://inner' }, true)).toBe(false)
})

test('the address is what the outermost proxy of ours has seen, not what the browser claims', () => {
  const headers = { 'x-forwarded-for': 'claimed, browser, outer' }
  expect(addressOf(req(headers), false)).toBe('10.0.0.1')
  expect(addressOf(req(headers), true)).toBe('outer')
  expect(addressOf(req(headers), 2)).toBe('browser')
  expect(addressOf(req({ 'x-forwarded-for': 'only' }), 2)).toBe('only')
  expect(addressOf(req({}), true)).toBe('10.0.0.1')
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  [':::::::::::', ':::::::::::'],
])('one subscriber of %s is %s', (remoteAddress, network) => {
  expect(addressOf(req({}, { remoteAddress }), false)).toBe(network)
})
