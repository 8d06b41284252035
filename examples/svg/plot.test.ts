// The places of things in a chart.
import { expect, test } from 'vitest'
import { areaPath, linePath, scale, ticks } from './plot.ts'

const BOX = { left: 10, top: 0, right: 30, bottom: 100 }

test('a scale leads from values to places, also upside down', () => {
  expect([0, 5, 10].map(scale(0, 10, 100, 0))).toEqual([100, 50, 0])
})

test.each([
  [72, [0, 20, 40, 60, 80]],
  [80, [0, 20, 40, 60, 80]],
  [1, [0, 0.5, 1]],
  [4, [0, 1, 2, 3, 4]],
  [1234, [0, 500, 1000, 1500]],
])('ticks up to %d are round', (highest, expected) => {
  expect(ticks(highest)).toEqual(expected)
})

test('a line, and what is below it', () => {
  expect(linePath([0, 50, 12.34], 100, BOX)).toBe('M10 100L20 50L30 87.7')
  expect(areaPath([0, 50], 100, BOX)).toBe('M10 100L30 50L30 100L10 100Z')
})
