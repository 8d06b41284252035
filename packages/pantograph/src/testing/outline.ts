// What a page shows, as one text: two pages that show the same have the same. Numbers of blocks and what only
// their connection knows are left out.
import { isBlock, Stream } from './model.ts'
import type { Block, Value } from './model.ts'

export const outlineOf = (roots: readonly Block[]): string =>
  JSON.stringify(roots.map((root) => root.values.map(outlineOfValue)))

function outlineOfValue(value: Value): unknown {
  if (Array.isArray(value)) return value.map((item) => [item.key, outlineOfValue(item)])
  if (isBlock(value)) return [value.template.hash, value.values.map(outlineOfValue)]
  if (value instanceof Stream) return value.items.map(([key, item]) => [key, outlineOfValue(item)])
  if (value instanceof Map) return [...value].toSorted().map(([name, { value }]) => [name, value])
  return value
}
