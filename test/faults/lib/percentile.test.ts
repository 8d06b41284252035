import { describe, expect, test } from 'vitest'
import { median, percentile, summarize } from './percentile.ts'

describe('percentile', () => {
  test('the median of an odd and of an even number of values', () => {
    expect(median([10, 9, 1])).toBe(9)
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })

  test('values are put into order as numbers, and the list stays as it was', () => {
    const values = [100, 9, 20]
    expect(percentile(values, 0)).toBe(9)
    expect(percentile(values, 100)).toBe(100)
    expect(values).toEqual([100, 9, 20])
  })

  test('between two ranks it is interpolated', () => {
    expect(percentile([0, 10], 25)).toBe(2.5)
    expect(percentile([15, 20, 35, 40, 50], 40)).toBeCloseTo(29)
  })

  test('one value is every percentile; no value is none', () => {
    expect(percentile([3], 99)).toBe(3)
    expect(percentile([], 50)).toBeNaN()
  })

  test('what is no percentage is refused', () => {
    for (const percent of [-1, 101, Number.NaN])
      expect(() => percentile([1], percent)).toThrow(RangeError)
  })

  test('the summary of 0 to 100', () => {
    const values = Array.from({ length: 101 }, (_, i) => 100 - i)
    const expected = { count: 101, min: 0, median: 50, p95: 95, p99: 99, max: 100 }
    expect(summarize(values)).toEqual(expected)
  })
})
