// Where things stand in a chart. Pure geometry; knows nothing of SVG but how a path is written.
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** From values to places; `from` and `to` are the places of `low` and `high`. */
export const scale =
  (low: number, high: number, from: number, to: number) =>
  (value: number): number =>
    from + ((value - low) / (high - low)) * (to - from)

/** Round numbers from 0 to at least `highest`, which is above 0; about `count` of them. */
export function ticks(highest: number, count = 4): number[] {
  const rough = highest / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, i) => i * step)
}

/** A line through all values, from the left edge of the box to its right. */
export function linePath(values: readonly number[], high: number, box: Box): string {
  const x = scale(0, values.length - 1, box.left, box.right)
  const y = scale(0, high, box.bottom, box.top)
  return `M${values.map((value, i) => `${written(x(i))} ${written(y(value))}`).join('L')}`
}

/** What is below that line. */
export function areaPath(values: readonly number[], high: number, box: Box): string {
  return `${linePath(values, high, box)}L${box.right} ${box.bottom}L${box.left} ${box.bottom}Z`
}

/** Short, since it goes over the wire with each reading. */
const written = (place: number): string => String(Math.round(place * 10) / 10)
