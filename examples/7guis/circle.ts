// What a drawing consists of, and where a point lies in it. Knows nothing of how it is shown.

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Circle extends Point {
  readonly id: number
  readonly diameter: number
}

export const nameOf = ({ x, y, diameter }: Circle): string =>
  `Circle at (${x}, ${y}), diameter ${diameter}`

/** Of the circles that a point is in, the one whose center is nearest. */
export function nearest(circles: readonly Circle[], { x, y }: Point): Circle | undefined {
  const distance = (circle: Circle): number => Math.hypot(circle.x - x, circle.y - y)
  return circles
    .filter((circle) => distance(circle) < circle.diameter / 2)
    .toSorted((a, b) => distance(a) - distance(b))[0]
}

/** The circle that was drawn after this one, or before it; round and round. */
export function neighbour(
  circles: readonly Circle[],
  circle: Circle | undefined,
  by: 1 | -1,
): Circle | undefined {
  const at = circles.findIndex(({ id }) => id === circle?.id)
  return circles.at(at < 0 && by < 0 ? -1 : (at + by) % circles.length)
}

const STEP = 10
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** The names of the keys that `moved` knows, as `on` takes them. */
export const ARROW_KEYS = Object.keys(ARROWS).flatMap((key) => [key, `shift+${key}`])

/** Where an arrow key leads, within these bounds; null for any other key. */
export function moved(
  from: Point,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  { width, height }: Size,
): Point | null {
  const arrow = ARROWS[key]
  if (arrow === undefined) return null
  const step = shiftKey ? 1 : STEP
  return {
    x: within(width, from.x + arrow.x * step),
    y: within(height, from.y + arrow.y * step),
  }
}

const within = (end: number, at: number): number => Math.min(Math.max(at, 0), Math.floor(end))
