// What the model has found in the code that shipped, each as the shortest schedule that showed it. The names are
// those of the mutants that are as the code was.
import type { Schedule } from './schedule.ts'

export const REGRESSIONS: readonly { readonly name: string; readonly schedule: Schedule }[] = [
  {
    name: 'a lost arrival deletes the checkpoint',
    schedule: {
      seed: 305,
      longest: 0,
      steps: [
        { at: 18, do: 'act', times: 2 },
        { at: 1824, do: 'slow', for: 3986, time: 300 },
        { at: 1825, do: 'crash', node: 0, for: 2705 },
        { at: 3489, do: 'leave', late: 0, isSeen: true },
      ],
    },
  },
  {
    name: 'a refused claim writes an empty state',
    schedule: {
      seed: 9,
      longest: 0,
      steps: [
        { at: 28, do: 'act', times: 3 },
        { at: 884, do: 'slow', for: 4000, time: 300 },
        { at: 884, do: 'steer', node: 1 },
        { at: 887, do: 'leave', late: 250, isSeen: true },
        { at: 1966, do: 'drain', node: 'owner', for: 1000 },
      ],
    },
  },
  {
    name: 'an old connection is still heard',
    schedule: {
      seed: 6,
      longest: 0,
      steps: [
        { at: 41, do: 'steer', node: 'owner' },
        { at: 2205, do: 'act', times: 3 },
        { at: 2213, do: 'leave', late: 600, isSeen: false },
      ],
    },
  },
  {
    name: 'a ticket is worn out by lost welcomes',
    schedule: {
      seed: 39,
      longest: 0,
      steps: [
        { at: 23, do: 'act', times: 1 },
        { at: 26, do: 'steer', node: 'owner' },
        { at: 28, do: 'delay', time: 600 },
        { at: 1053, do: 'leave', late: 0, isSeen: true },
        { at: 1529, do: 'leave', late: 0, isSeen: true },
        { at: 1940, do: 'leave', late: 0, isSeen: true },
      ],
    },
  },
  {
    name: 'a late HELLO ends the page',
    schedule: {
      seed: 47,
      longest: 0,
      steps: [
        { at: 45, do: 'act', times: 2 },
        { at: 45, do: 'steer', node: 'owner' },
        { at: 46, do: 'delay', time: 600 },
        { at: 400, do: 'cut' },
        { at: 615, do: 'leave', late: 500, isSeen: false },
      ],
    },
  },
  {
    name: 'frames are numbered twice',
    schedule: {
      seed: 94,
      longest: 700,
      steps: [
        { at: 29, do: 'act', times: 10 },
        { at: 32, do: 'delay', time: 600 },
        { at: 1594, do: 'cut' },
        { at: 3049, do: 'act', times: 1 },
        { at: 3666, do: 'cut' },
        { at: 3911, do: 'leave', late: 500, isSeen: false },
        { at: 3916, do: 'act', times: 1 },
      ],
    },
  },
  {
    name: 'sleep that a timer finds is not noticed',
    schedule: {
      seed: 281,
      longest: 0,
      steps: [
        { at: 18, do: 'act', times: 3 },
        { at: 18, do: 'pause', node: 'owner', for: 2756, timersFirst: true },
        { at: 935, do: 'leave', late: 55, isSeen: true },
      ],
    },
  },
  {
    name: 'an answer from before the sleep counts',
    schedule: {
      seed: 40,
      longest: 0,
      steps: [
        { at: 3316, do: 'cut' },
        { at: 3426, do: 'slow', for: 2346, time: 2500 },
        { at: 5700, do: 'pause', node: 'owner', for: 2247, timersFirst: true },
        { at: 5873, do: 'act', times: 3 },
        { at: 6674, do: 'cut' },
      ],
    },
  },
  {
    name: 'a session in doubt does not ask again',
    schedule: {
      seed: 189,
      longest: 0,
      steps: [
        { at: 165, do: 'cut' },
        { at: 274, do: 'away', node: null, for: 4000 },
      ],
    },
  },
  {
    name: 'a session without its store stays so',
    schedule: {
      seed: 1,
      longest: 0,
      steps: [
        { at: 726, do: 'away', node: null, for: 13000 },
        { at: 726, do: 'act', times: 2 },
        { at: 12234, do: 'act', times: 1 },
      ],
    },
  },
  {
    name: 'what changed without the store is not written',
    schedule: {
      seed: 1,
      longest: 0,
      steps: [
        { at: 45, do: 'act', times: 2 },
        { at: 745, do: 'pause', node: 'owner', for: 1300, timersFirst: false },
        { at: 750, do: 'away', node: null, for: 14500 },
        { at: 1932, do: 'act', times: 1 },
        { at: 14417, do: 'act', times: 1 },
      ],
    },
  },
  {
    name: 'a loss is told once',
    schedule: {
      seed: 1,
      longest: 700,
      steps: [
        { at: 300, do: 'act', times: 3 },
        { at: 580, do: 'act', times: 1 },
        { at: 796, do: 'rollback' },
        { at: 855, do: 'crash', node: 'owner', for: 1 },
        { at: 1057, do: 'leave', late: 0, isSeen: true },
      ],
    },
  },
  {
    name: 'what is kept is not told when the window opens',
    schedule: {
      seed: 1,
      longest: 0,
      steps: [
        { at: 2, do: 'delay', time: 600 },
        { at: 2, do: 'cut' },
        { at: 1482, do: 'act', times: 1 },
        { at: 1522, do: 'act', times: 1 },
        { at: 1561, do: 'act', times: 1 },
      ],
    },
  },
  {
    name: 'an ended session is given to a page',
    schedule: {
      seed: 147,
      longest: 0,
      steps: [
        { at: 880, do: 'cut' },
        { at: 884, do: 'slow', for: 1276, time: 300 },
        { at: 1454, do: 'evict', node: 'owner' },
      ],
    },
  },
  {
    name: 'the page counts what was undone',
    schedule: {
      seed: 1,
      longest: 700,
      steps: [
        { at: 45, do: 'act', times: 14 },
        { at: 46, do: 'away', node: 'owner', for: 4000 },
        { at: 2584, do: 'crash', node: 'owner', for: 1 },
      ],
    },
  },
]
