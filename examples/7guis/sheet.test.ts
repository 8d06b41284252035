// What cells mean, and that a change computes no more than what depends on it.
import { signal } from 'pantograph'
import { describe, expect, test } from 'vitest'
import { parse } from './formula.ts'
import type { Formula, Value } from './formula.ts'
import { rangeOf, refOf } from './refs.ts'
import { Sheet } from './sheet.ts'
import type { Written } from './sheet.ts'

function sheetOf(initial: Written) {
  const written = signal<Written>(initial)
  const sheet = new Sheet(written)
  return {
    write: (cells: Written) => (written.value = { ...written.value, ...cells }),
    read: (ref: string): Value => sheet.value(ref).value,
  }
}

const valueOf = (text: string): Value =>
  sheetOf({ A0: text, B0: '4', B1: '5', C0: 'text' }).read('A0')

test.each([
  ['', ''],
  ['hello', 'hello'],
  ['12.5', 12.5],
  [' -3 ', -3],
  ['=1+2*3', 7],
  ['=(1+2)*3', 9],
  ['=8/4/2', 1],
  ['=-2--3', 1],
  ['=2*-3', -6],
  ['=0.1+0.2', 0.3],
  ['=.5 + 1.', 1.5],
  ['=B0', 4],
  ['=b0*b01', 20],
  ['=C0', 'text'],
  ['=D9', ''],
  ['=D9+1', 1],
  ['=SUM(B0:B1)', 9],
  ['=sum(B1:B0, 1, B0)', 14],
  ['=SUM(B0:C1)', 9],
  ['=COUNT(A1:Z99)', 1],
  ['=AVG(B0:B1)', 4.5],
  ['=MAX(B0:B1)-MIN(B0:B1)', 1],
  ['=PRODUCT(B0:B1)', 20],
  ['=SUM(SUM(B0:B1),1)', 10],
] as const)('%s is %s', (text, value) => {
  expect(valueOf(text)).toBe(value)
})

test.each([
  ['=', '#SYNTAX'],
  ['=1+', '#SYNTAX'],
  ['=1 2', '#SYNTAX'],
  ['=(1', '#SYNTAX'],
  ['=B0:B1', '#SYNTAX'],
  ['=AA1', '#SYNTAX'],
  ['=A100', '#SYNTAX'],
  ['=NOPE(1)', '#SYNTAX'],
  ['=SUM(', '#SYNTAX'],
  ['=SUM()', '#SYNTAX'],
  ['=SUM', '#SYNTAX'],
  ['=constructor', '#SYNTAX'],
  ['="a"', '#SYNTAX'],
  ['=C0+1', '#VALUE'],
  ['=AVG(D0:D9)', '#VALUE'],
  ['=1/0', '#DIV/0'],
  ['=SUM(1/0)', '#DIV/0'],
  ['=A0', '#CYCLE'],
  ['=SUM(A0:A9)', '#CYCLE'],
] as const)('%s is the error %s', (text, error) => {
  expect(valueOf(text)).toBe(error)
})

test('names of cells', () => {
  expect(refOf(' b07 ')).toBe('B7')
  expect(['A100', '7', 'AA1', '', 'A'].map(refOf)).toEqual([null, null, null, null, null])
  expect(rangeOf('B2', 'A1')).toEqual(['A1', 'B1', 'A2', 'B2'])
  expect(rangeOf('A0', 'Z99')).toHaveLength(2600)
})

describe('a change', () => {
  test('is passed on to what depends on it', () => {
    const { read, write } = sheetOf({ A0: '1', B0: '=A0*2', C0: '=B0+A0' })
    expect(read('C0')).toBe(3)
    write({ A0: '5' })
    expect(read('C0')).toBe(15)
    write({ B0: '7' })
    expect(read('C0')).toBe(12)
  })

  test('computes only what depends on it, and stops where nothing changes', () => {
    let evaluated = 0
    class Counting extends Sheet {
      protected override evaluate(formula: Formula): Value {
        evaluated++
        return super.evaluate(formula)
      }
    }
    const written = signal<Written>({ A0: '1', B0: '=A0*0', C0: '=B0+1', D0: '9', E0: '=E0' })
    const sheet = new Counting(written)
    const show = (): Value[] => ['A0', 'B0', 'C0', 'D0', 'E5'].map((ref) => sheet.value(ref).value)
    expect(show()).toEqual([1, 0, 1, 9, ''])
    evaluated = 0
    written.value = { ...written.value, A0: '2' }
    expect(show()).toEqual([2, 0, 1, 9, ''])
    // A0, which has changed, and B0, which has not: so C0 is as it was.
    expect(evaluated).toBe(2)
  })

  test('that ends a cycle is seen by all that were in it, or read it', () => {
    const { read, write } = sheetOf({ A0: '=B0', B0: '=C0+1', C0: '=A0', D0: '=A0*2' })
    expect(['A0', 'B0', 'C0', 'D0'].map(read)).toEqual(['#CYCLE', '#CYCLE', '#CYCLE', '#CYCLE'])
    write({ C0: '1' })
    expect(['A0', 'B0', 'C0', 'D0'].map(read)).toEqual([2, 2, 1, 4])
    write({ C0: '=D0' })
    expect(['A0', 'B0', 'C0', 'D0'].map(read)).toEqual(['#CYCLE', '#CYCLE', '#CYCLE', '#CYCLE'])
  })

  test('goes through a chain of all cells', () => {
    const refs = rangeOf('A0', 'Z99') ?? []
    const chain = Object.fromEntries(
      refs.map((ref, i) => [ref, i === 0 ? '1' : `=${refs[i - 1]}+1`]),
    )
    const { read, write } = sheetOf(chain)
    expect(read('Z99')).toBe(2600)
    write({ A0: '2' })
    expect(read('Z99')).toBe(2601)
    write({ A0: '=Z99' })
    expect(read('M50')).toBe('#CYCLE')
    write({ A0: '=2' })
    expect(read('Z99')).toBe(2601)
  })
})

test('what is parsed says which cells it reads', () => {
  expect(parse('=SUM(A0:A2)+B1*b1').refs).toEqual(['A0', 'A1', 'A2', 'B1'])
})
