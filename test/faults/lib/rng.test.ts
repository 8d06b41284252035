import { describe, expect, test } from 'vitest'
import { Rng } from './rng.ts'

const draw = (rng: Rng, count: number): number[] => Array.from({ length: count }, () => rng.next())

describe('Rng', () => {
  test('the same seed gives the same numbers, another seed others', () => {
    expect(draw(new Rng(7), 20)).toEqual(draw(new Rng(7), 20))
    expect(draw(new Rng(7), 20)).not.toEqual(draw(new Rng(8), 20))
  })

  test('numbers are spread evenly over 0 to 1', () => {
    const tenths = new Array<number>(10).fill(0)
    for (const value of draw(new Rng(1), 10_000)) tenths[Math.floor(value * 10)]! += 1
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  test('int gives both ends and nothing beyond', () => {
    const rng = new Rng(2)
    const seen = new Set(Array.from({ length: 200 }, () => rng.int(-1, 2)))
    expect([...seen].toSorted((a, b) => a - b)).toEqual([-1, 0, 1, 2])
    expect(rng.int(5, 5)).toBe(5)
    expect(() => rng.int(2, 1)).toThrow(RangeError)
  })

  test('between stays in its range', () => {
    const rng = new Rng(3)
    for (let i = 0; i < 200; i++) {
      const value = rng.between(-3, 4)
      expect(value >= -3 && value < 4).toBe(true)
    }
  })

  test('chance 0 never happens, chance 1 always, chance 0.25 about one time in four', () => {
    const rng = new Rng(4)
    const times = (probability: number): number =>
      Array.from({ length: 4000 }, () => rng.chance(probability)).filter(Boolean).length
    expect(times(0)).toBe(0)
    expect(times(1)).toBe(4000)
    expect(Math.abs(times(0.25) - 1000)).toBeLessThan(120)
  })

  test('pick gives every item, and throws for an empty list', () => {
    const rng = new Rng(5)
    const seen = new Set(Array.from({ length: 100 }, () => rng.pick(['a', 'b', 'c'])))
    expect([...seen].toSorted()).toEqual(['a', 'b', 'c'])
    expect(() => rng.pick([])).toThrow('nothing to pick from')
  })

  test('a fork is repeatable, and does not follow what it came from', () => {
    const [one, other] = [new Rng(6), new Rng(6)]
    const [fork, same] = [one.fork(), other.fork()]
    draw(one, 5)
    expect(draw(fork, 5)).toEqual(draw(same, 5))
    expect(draw(new Rng(6).fork(), 5)).not.toEqual(draw(new Rng(6), 5))
  })
})
