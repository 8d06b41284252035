// Ten thousand posts, as a database would have them; what becomes of them is the same for all pages.
export interface Post {
  readonly id: number
  readonly author: string
  readonly text: string
  readonly likes: number
}

export const POSTS = 10_000

const AUTHORS = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Donald', 'Radia']
const DOINGS = ['read about', 'walked to', 'dreamed of', 'repaired', 'wrote to', 'listened to']
const THINGS = [
  'a lighthouse',
  'the old mill',
  'somebody at sea',
  'a typewriter',
  'two owls',
  'the moon',
]
const ENDINGS = [
  '',
  ' Again.',
  ' It took all night, and nobody noticed until the morning came.',
  ' Why not?',
]

const likes = new Map<number, number>()

function post(id: number): Post {
  const pick = (from: readonly string[], salt: number): string =>
    from[Math.floor(id * salt) % from.length] as string
  return {
    id,
    author: pick(AUTHORS, 1.7),
    text: `I ${pick(DOINGS, 2.3)} ${pick(THINGS, 3.1)}.${pick(ENDINGS, 0.9)}`,
    likes: likes.get(id) ?? id % 7,
  }
}

/** Posts by their numbers, the first included and the end not; without those that there are not. */
export function posts(first: number, end: number): Post[] {
  const [from, to] = [Math.max(0, first), Math.min(POSTS, end)]
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => post(from + i))
}

/** One more likes it. */
export function like(id: number): Post {
  likes.set(id, post(id).likes + 1)
  return post(id)
}
