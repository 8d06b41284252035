import { expect, test } from 'vitest'
import { FrameWindow } from './window.ts'

let now = 0
const clock = (): number => now

/** A browser at the end of a line, that acknowledges every second frame. Milliseconds, bytes per millisecond. */
function play(frame: number, line: { rate: number; delay: number }, milliseconds: number) {
  const window = new FrameWindow(0)
  now = 0
  let isFree = 0
  let received = 0
  let [most, bytes, arrived] = [0, 0, 0]
  const acks: { at: number; count: number }[] = []
  for (; now < milliseconds; now++) {
    while ((acks[0]?.at ?? Infinity) <= now) {
      const { count } = acks.shift() as { count: number }
      expect(window.acknowledge(count, clock)).toBe(true)
      bytes -= count * frame
      arrived += count * frame
    }
    const acknowledge = (count: number): unknown =>
      acks.push({ at: isFree + 2 * line.delay, count })
    if (now % 16 > 0) continue
    if (window.takes()) {
      window.add(frame, clock)
      bytes += frame
      most = Math.max(now > milliseconds / 2 ? bytes : 0, most)
      isFree = Math.max(isFree, now) + frame / line.rate
      if (++received % 2 === 0) acknowledge(2)
    } else if (window.mustAsk()) {
      received = 0
      acknowledge(1)
    }
  }
  return { window, most, rate: arrived / milliseconds }
}

test('four frames, however small', () => {
  const window = new FrameWindow(7)
  for (let i = 0; i < 4; i++) {
    expect(window.takes()).toBe(true)
    window.add(10, clock)
  }
  expect(window.takes()).toBe(false)
  expect(window.acknowledge(1, clock)).toBe(true)
  expect([window.takes(), window.sent, window.acknowledged]).toEqual([true, 11, 8])
})

test('one frame, however large; its acknowledgement must be asked for, once', () => {
  const window = new FrameWindow(0)
  window.add(1_000_000, clock)
  expect([window.takes(), window.mustAsk(), window.mustAsk()]).toEqual([false, true, false])
  window.acknowledge(1, clock)
  expect(window.takes()).toBe(true)
})

test('what was never sent cannot be acknowledged', () => {
  const window = new FrameWindow(3)
  window.add(1, clock)
  expect(window.acknowledge(2, clock)).toBe(false)
})

test('answers to clicks are not timed', () => {
  const window = new FrameWindow(0)
  const never = (): number => {
    throw new Error('asked')
  }
  for (let i = 0; i < 100; i++) {
    window.add(30, never)
    window.acknowledge(1, never)
  }
  expect(window.sent).toBe(100)
})

test('20 kB/s: what is on its way is read within a second', () => {
  const { window, most, rate } = play(3000, { rate: 20, delay: 20 }, 20_000)
  expect(window.limit).toBeLessThan(16 * 1024)
  expect(most / 20).toBeLessThan(1000)
  expect(rate).toBeGreaterThan(18)
})

test('a fast and long line is used', () => {
  // The product of rate and round trip is 100 kB.
  const { window, rate } = play(50_000, { rate: 500, delay: 100 }, 20_000)
  expect(window.limit).toBeGreaterThan(100_000)
  expect(rate).toBeGreaterThan(300)
})

test('never more than 256 kB and one frame', () => {
  const { window, most } = play(60_000, { rate: 1e5, delay: 150 }, 20_000)
  expect(window.limit).toBe(256 * 1024)
  expect(most).toBeLessThanOrEqual(256 * 1024)
})

test('an idle page does not pass for a slow line', () => {
  const { window } = play(20_000, { rate: 1000, delay: 10 }, 2000)
  const { limit } = window
  now += 1000
  for (let i = 0; i < 20; i++) {
    window.acknowledge(window.count, clock)
    window.add(100, clock)
    now += 5000
    window.add(100, clock)
    now += 20
  }
  expect(window.limit).toBe(limit)
})

test('a line that becomes slow is noticed', () => {
  const window = new FrameWindow(0)
  for (let i = 0; i < 10; i++) {
    while (window.takes()) window.add(20_000, clock)
    now += i < 2 ? 20 : 20_000
    window.acknowledge(window.count, clock)
  }
  expect(window.limit).toBe(8 * 1024)
})
