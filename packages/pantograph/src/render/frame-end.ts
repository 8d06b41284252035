// What a frame ends with, when everything that it shows is there: what is in the document's head, and what is asked
// of elements.
import type { FrameOutput } from './frame-output.ts'
import { Head } from './head.ts'
import type { ElementJob } from './nodes.ts'

/** Of what was asked of elements while nobody could be told, no more than this is kept. */
const MOST_JOBS = 64

export class FrameEnd {
  readonly head: Head
  private jobs: ElementJob[] | null = null
  private readonly onNews: () => void

  /** @param onNews called when a frame is due because of it */
  constructor(onNews: () => void) {
    this.onNews = onNews
    this.head = new Head(onNews)
  }

  add(job: ElementJob): void {
    this.jobs = [...(this.jobs ?? []), job].slice(-MOST_JOBS)
    this.onNews()
  }

  write(frames: FrameOutput): void {
    const head = this.head.takeNews()
    if (head !== null) frames.head(head)
    const { jobs } = this
    this.jobs = null
    for (const job of jobs ?? []) job(({ owner, slot }, text) => frames.call(owner, slot, text))
  }
}
