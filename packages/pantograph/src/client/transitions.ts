// Showing and hiding, at once or with a transition: a class that is there while it runs. Part of commands.ts.
import { beginTrial, endTrial, hold } from './held.ts'
import type { Trial } from './held.ts'

interface Transition {
  readonly isLeaving: boolean
  readonly trial: Trial
}

const running = new Map<Element, Transition>()

/** What is about to go counts as hidden. */
export const isShown = (element: Element): boolean =>
  !element.hasAttribute('hidden') && !running.get(element)?.isLeaving

export function show(element: Element, name: string | null, trial: Trial | null): void {
  end(element)
  const isNew = element.hasAttribute('hidden')
  hold(element, 'hidden', '', null, trial)
  if (isNew && name) transit(element, `${name}-in`, false)
}

export function hide(element: Element, name: string | null, trial: Trial | null): void {
  // What goes already goes on; a guess needs it to be gone when it is confirmed.
  if (!isShown(element) && !trial) return
  end(element)
  const goes = (): void => {
    // It may have been refused meanwhile.
    if (!trial?.isOver) hold(element, 'hidden', '', '', trial)
  }
  if (name && !element.hasAttribute('hidden')) transit(element, `${name}-out`, true, goes)
  else goes()
}

export const wantsStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

/** The class is there until the animations that it begins have ended; then `done` is called, unless it was ended before. */
function transit(element: Element, className: string, isLeaving: boolean, done?: () => void): void {
  if (document.hidden || wantsStillness()) return done?.()
  const before = new Set(animationsOf(element))
  const transition = { isLeaving, trial: beginTrial() }
  hold(element, 'class', className, '', transition.trial)
  const begun = animationsOf(element).filter((one) => !before.has(one) && isFinal(one))
  running.set(element, transition)
  const finish = (): void => {
    if (running.get(element) !== transition) return
    end(element)
    done?.()
  }
  if (begun.length > 0) void Promise.allSettled(begun.map((one) => one.finished)).then(finish)
  else finish()
}

function end(element: Element): void {
  const transition = running.get(element)
  running.delete(element)
  if (transition) endTrial(transition.trial)
}

const animationsOf = (element: Element): Animation[] => element.getAnimations?.() ?? []

const isFinal = ({ effect }: Animation): boolean =>
  Number(effect?.getComputedTiming().endTime) < Infinity
