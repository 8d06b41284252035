import { expect, test } from 'vitest'
import { EventLog } from './event-log.ts'

test('events go when they can no longer be lost, and are answered when they are done', () => {
  const log = new EventLog<string>()
  log.entries.push('one', 'two', 'three')
  log.sent = 3
  expect(log.confirm(2, 1)).toEqual(['one', 'two'])
  expect(log.entries).toEqual(['two', 'three'])
  expect([log.first, log.sent]).toEqual([2, 2])
  expect(log.unanswered).toEqual(['three'])
})

test('a log that has forgotten its last events goes on behind what the server has done', () => {
  const log = new EventLog<string>()
  log.first = 3
  log.entries.push('three', 'four')
  log.sent = 2
  // Six was done, and a checkpoint has three.
  log.confirm(6, 3)
  expect(log.entries).toEqual([])
  expect(log.first).toBe(7)
  log.entries.push('seven')
  log.confirm(7, 3)
  expect([log.first, log.entries]).toEqual([7, ['seven']])
})
