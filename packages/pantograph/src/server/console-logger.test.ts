import { afterEach, expect, test, vi } from 'vitest'
import { consoleLogger } from './console-logger.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

function logged(data: object): Record<string, unknown> {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  consoleLogger.error(data, 'PG_HANDLER: a handler failed')
  return JSON.parse(error.mock.calls[0]?.[0] as string) as Record<string, unknown>
}

test('a line of JSON, errors with stack and cause', () => {
  const cause = new Error('the disk is full')
  const line = logged({ session: 'abc', error: new Error('not saved', { cause }) })
  expect(line).toMatchObject({
    level: 'error',
    message: 'PG_HANDLER: a handler failed',
    session: 'abc',
  })
  expect(line['error']).toMatch(/^Error: not saved\n +at .*the disk is full/s)
})

test('whatever it is given, it does not throw', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  expect(logged({ big: 1n })['big']).toBe('1')
  vi.restoreAllMocks()
  expect(logged(circle)['message']).toContain('PG_HANDLER')
})

test('information is left out', () => {
  const info = vi.spyOn(console, 'info')
  consoleLogger.info({}, 'nothing')
  expect(info).not.toHaveBeenCalled()
})
