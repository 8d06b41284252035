// What a fault is, and what it is allowed to do to the pages.
import type { Excuse, Verdict } from './crowd.ts'
import type { Scene, Setting } from './scene.ts'

export interface Fault extends Excuse {
  readonly name: string
  readonly setting?: Setting
  /** Why it cannot be played here; null if it can. */
  readonly skip?: () => string | null
  /** How many pages, where it is not for the player to say. */
  readonly pages?: () => number
  /** Before the pages are opened. */
  prepare?(scene: Scene): Promise<void>
  /** Where the page of that number connects to; the first proxy, unless told. */
  via?(scene: Scene, page: number): string
  /** What happens, in about `seconds`. */
  run(scene: Scene, seconds: number): Promise<void>
  /** What is promised of the time that it takes, in words, and whether that was kept. */
  readonly budget?: (verdict: Verdict) => readonly [promise: string, isMet: boolean]
  /** How long pages may take to settle, in milliseconds; 30 seconds unless told. */
  readonly patience?: number
}

export const SECOND = 1000
