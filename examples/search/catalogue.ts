// Asks the catalogue's thread, one question at a time: who gives up before it is their turn has cost nothing.
import { Worker } from 'node:worker_threads'
import type { Answer, Question } from './worker.ts'

interface Waiting {
  readonly question: Question
  readonly take: (answer: Answer) => void
}

const worker = new Worker(new URL('worker.ts', import.meta.url))
// It need not keep the process alive.
worker.unref()

let asked = 0
let busy: Waiting | null = null
const queue = new Set<Waiting>()

worker.on('message', (answer: Answer) => {
  busy?.take(answer)
  busy = null
  next()
})

function next(): void {
  const [first] = queue
  if (busy !== null || first === undefined) return
  queue.delete(first)
  busy = first
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  worker.postMessage(first.question)
}

/** The first `limit` books in which every word of `term` begins a word, and how many there are. */
export function search(term: string, limit: number, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const waiting = { question: { id: ++asked, term, limit }, take: resolve }
    signal.addEventListener('abort', () => {
      queue.delete(waiting)
      reject(signal.reason as Error)
    })
    queue.add(waiting)
    next()
  })
}
