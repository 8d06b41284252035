// What there is to show: the power of three plants, a reading a second. A made-up measurement, but one that is the
// same whenever and wherever it is asked for, so that a page that was paused shows the same after a crash.
import { signal } from 'pantograph'
import type { ReadonlySignal } from 'pantograph'

export const PLANTS = ['Sun', 'Wind', 'Water'] as const
export type Plant = (typeof PLANTS)[number]

const SHAPES: Readonly<
  Record<Plant, { base: number; swing: number; period: number; noise: number }>
> = {
  Sun: { base: 46, swing: 22, period: 47, noise: 3 },
  Wind: { base: 34, swing: 12, period: 19, noise: 12 },
  Water: { base: 22, swing: 3, period: 83, noise: 2 },
}

/** Megawatts at a second of the world's time. */
export function powerAt(plant: Plant, second: number): number {
  const { base, swing, period, noise } = SHAPES[plant]
  const random = Math.abs(Math.sin(second * 12.9898 + base) * 43_758.5453) % 1
  return base + swing * Math.sin((second / period) * 2 * Math.PI) + noise * (random - 0.5)
}

/** The newest second, for all pages of this process. It goes on as long as somebody follows it. */
const now = signal(currentSecond())

/** The newest second, as of now. */
export function newest(): ReadonlySignal<number> {
  now.value = currentSecond()
  return now
}

let followers = 0
let timer: NodeJS.Timeout | undefined

/** Keeps it going until the function that it gives is called. */
export function follow(): () => void {
  if (followers++ === 0) {
    newest()
    timer = setInterval(newest, 1000)
  }
  return () => {
    if (--followers === 0) clearInterval(timer)
  }
}

function currentSecond(): number {
  return Math.floor(Date.now() / 1000)
}
