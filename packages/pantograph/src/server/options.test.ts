// Options: each wrong one is named, with what to write.
import { afterEach, expect, test, vi } from 'vitest'
import type { AppOptions } from './options.ts'
import { settingsOf } from './options.ts'

const secret = 'a secret that is long enough for everyone'
const log = { info: () => {}, warn: vi.fn<() => void>(), error: () => {} }

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

test('all have defaults', () => {
  const { limits, basePath, trustProxy, session } = settingsOf({ secret })
  expect([basePath, trustProxy, session]).toEqual(['', false, null])
  expect(limits).toMatchObject({ messageBytes: 131_072, sessions: 10_000, eventsPerSecond: 60 })
  expect(settingsOf({ secret, basePath: '/' }).basePath).toBe('')
  expect(settingsOf({ secret, limits: { burst: 3 } }).limits).toMatchObject({ burst: 3 })
})

test.each<[object, RegExp]>([
  [{ secrets: secret }, /PG_OPTION: there is no option secrets; there are secret, basePath/],
  [{ toString: 1 }, /PG_OPTION: there is no option toString/],
  [{ basePath: 'demo' }, /PG_OPTION: basePath must be like \/demo, not "demo"/],
  [{ basePath: '/demo/' }, /PG_OPTION: basePath/],
  [{ basePath: '/a b' }, /PG_OPTION: basePath/],
  [{ origins: 'https://a.example' }, /PG_OPTION: origins must be an array/],
  [{ origins: ['a.example'] }, /PG_OPTION: a\.example is no origin/],
  [{ origins: ['https://a.example/'] }, /is no origin/],
  [{ trustProxy: 'yes' }, /PG_OPTION: trustProxy/],
  [{ trustProxy: -1 }, /PG_OPTION: trustProxy/],
  [{ session: 'me' }, /PG_OPTION: session must be a function/],
  [{ log: { info: () => {} } }, /PG_OPTION: log/],
  [{ contentSecurityPolicy: true }, /PG_OPTION: contentSecurityPolicy/],
  [{ contentSecurityPolicy: "default-src 'self'\r\nX: y" }, /PG_OPTION: contentSecurityPolicy/],
  [{ crossOriginIsolation: 1 }, /PG_OPTION: crossOriginIsolation/],
  [{ limits: null }, /PG_OPTION: limits/],
  [{ limits: { session: 1 } }, /PG_OPTION: there is no limit session; there are messageBytes/],
  [{ limits: { sessions: 0 } }, /PG_OPTION: limits\.sessions must be a number above 0/],
  [{ limits: { sessions: NaN } }, /limits\.sessions/],
  [{ limits: { messageBytes: 0.5 } }, /limits\.messageBytes must be a whole number/],
  [{ limits: { helloMilliseconds: 2 ** 31 } }, /limits\.helloMilliseconds may be 2147483647/],
  [
    { limits: { eventsPerSecond: Infinity } },
    /limits\.eventsPerSecond may be 0\.001 to any number/,
  ],
  [{ limits: { eventsPerSecond: 1e-9 } }, /limits\.eventsPerSecond/],
  [{ secret: 'short' }, /PG_SECRET: a secret needs at least 32/],
  [{ secret: [secret, ''] }, /PG_SECRET/],
  [{ secret: 42 }, /PG_OPTION: secret/],
])('%j is named', (options, message) => {
  expect(() => settingsOf({ secret, ...options } as AppOptions)).toThrow(message)
})

test('without a secret, development warns and makes one up', () => {
  const [made = ''] = settingsOf({ log }).secrets
  expect(made.length).toBeGreaterThan(32)
  expect(settingsOf({ log }).secrets).not.toContain(made)
  expect(log.warn).toHaveBeenCalledWith({}, expect.stringContaining('will not survive a restart'))
})

test('without a secret, production does not start', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  vi.resetModules()
  const fresh = await import('./options.ts')
  expect(() => fresh.settingsOf({ log })).toThrow(/PG_SECRET: set `secret`/)
  expect(() => fresh.settingsOf({ log, secret: undefined })).toThrow(/PG_SECRET/)
  expect(fresh.settingsOf({ log, secret }).secrets).toEqual([secret])
})
