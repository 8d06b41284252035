// What a frame ends with, when everything that it shows is there: what is in the document's head, what is asked of
// elements, and what the application's own code is told.
import { PAGE_EVENT } from '../wire/protocol.ts'
import { MAX_LOG } from '../wire/upstream.ts'
import type { FrameOutput } from './frame-output.ts'
import { Head, NOTHING } from './head.ts'
import type { HeadHtml, HeadOwner } from './head.ts'
import type { ElementJob } from './nodes.ts'

/** Of what was asked of elements while nobody could be told, no more than this is kept. */
const MOST_JOBS = 1000

export class FrameEnd {
  readonly head: Head
  private jobs: ElementJob[] | null = null
  /** To what the page has asked. One that takes no frames, and still asks, loses the oldest. */
  private answers: string[] | null = null
  private readonly owner: HeadOwner

  constructor(owner: HeadOwner) {
    this.owner = owner
    this.head = new Head(owner)
  }

  add(job: ElementJob): void {
    this.jobs ??= []
    this.jobs.push(job)
    if (this.jobs.length > MOST_JOBS) this.jobs.shift()
    this.owner.onNews()
  }

  answer(text: string): void {
    this.answers ??= []
    this.answers.push(text)
    // A browser of ours has never asked more than its log holds.
    if (this.answers.length > MAX_LOG) this.answers.shift()
    this.owner.onNews()
  }

  write(frames: FrameOutput): void {
    const head = this.head.takeNews()
    if (head !== null) frames.head(head)
    const { jobs, answers } = this
    this.jobs = this.answers = null
    const tell = (kind: number, text: string): void => frames.page(kind, text)
    for (const text of answers ?? []) tell(PAGE_EVENT, text)
    for (const job of jobs ?? [])
      job(({ owner, slot }, text) => frames.call(owner, slot, text), tell)
  }
}

/** What the head of a page says, in whichever order. */
export const headGist = (end: FrameEnd | null): string => end?.head.gist ?? NOTHING

/** Whether components have ever put anything there. */
export const usesHead = (end: FrameEnd | null): boolean => end?.head.isUsed ?? false

/** The same as HTML, which the browser is going to have. */
export const headHtml = (end: FrameEnd | null): HeadHtml =>
  end?.head.takeHtml() ?? { title: null, html: '' }
