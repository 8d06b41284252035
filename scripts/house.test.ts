import { describe, expect, test } from 'vitest'
import { brokenImports, cycles } from './house.ts'
import type { Import } from './house.ts'

const imports = (...pairs: [from: string, to: string | undefined][]): Import[] =>
  pairs.map(([from, to], at) => ({ from, to, line: at + 1, specifier: to ?? 'some-package' }))

describe('the house rule', () => {
  test('a room imports from lower floors, its own files and the ground floor', () => {
    const good = imports(
      ['render/mount.ts', 'template/block.ts'],
      ['render/mount.ts', 'wire/writer.ts'],
      ['render/mount.ts', 'render/nodes.ts'],
      ['wire/reader.ts', 'errors.ts'],
      ['server/app.ts', undefined],
      ['index.ts', 'session/location.ts'],
    )
    expect(brokenImports(good)).toEqual([])
  })

  test('a room that imports from a higher floor is named with its line', () => {
    expect(brokenImports(imports(['html/escape.ts', 'render/mount.ts']))).toEqual([
      'html/escape.ts:1: html (floor 1) imports from render, on the higher floor 3',
    ])
  })

  test('rooms of one floor do not know each other', () => {
    expect(brokenImports(imports(['wire/reader.ts', 'html/names.ts']))).toEqual([
      'wire/reader.ts:1: wire and html are both on floor 1',
    ])
  })

  test('the ground floor imports from no room, and nothing imports the entry', () => {
    expect(brokenImports(imports(['errors.ts', 'wire/reader.ts']))).toHaveLength(1)
    expect(brokenImports(imports(['server/app.ts', 'index.ts']))).toHaveLength(1)
  })

  test('the client imports only wire, and nobody imports the client', () => {
    expect(brokenImports(imports(['client/main.ts', 'wire/reader.ts']))).toEqual([])
    expect(brokenImports(imports(['client/main.ts', 'errors.ts']))).toHaveLength(1)
    expect(brokenImports(imports(['client/main.ts', undefined]))).toHaveLength(1)
    expect(brokenImports(imports(['server/app.ts', 'client/main.ts']))).toHaveLength(1)
  })

  test('a room without a floor is a mistake', () => {
    expect(brokenImports(imports(['cellar/wine.ts', 'wire/reader.ts']))).toHaveLength(1)
  })
})

describe('cycles', () => {
  test('a cycle is named once, by the import that closes it', () => {
    const ring = imports(['a.ts', 'b.ts'], ['b.ts', 'c.ts'], ['c.ts', 'a.ts'])
    expect(cycles(ring)).toEqual(['c.ts:3: a cycle: a.ts → b.ts → c.ts → a.ts'])
  })

  test('two ways to the same file are no cycle', () => {
    const diamond = imports(['a.ts', 'b.ts'], ['a.ts', 'c.ts'], ['b.ts', 'd.ts'], ['c.ts', 'd.ts'])
    expect(cycles(diamond)).toEqual([])
  })
})
