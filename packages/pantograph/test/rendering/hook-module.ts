// What a hook of the tests does in the browser: it notes what happens to it, and lends its context.

export interface Noted {
  readonly steps: string[]
  readonly contexts: Context[]
}

interface Context {
  readonly element: HTMLElement
  readonly data: unknown
  push(name: string, payload?: unknown): Promise<unknown>
  on(name: string, run: (detail: unknown) => void): () => void
}

const { noted } = globalThis as unknown as { noted: Noted }

const note = (step: string, { element, data }: Context): void =>
  void noted.steps.push(`${step} ${element.id} ${JSON.stringify(data)}`)

export default {
  times: 0,
  mounted(context: Context) {
    noted.contexts.push(context)
    note('mounted', context)
    context.on('flash', (detail) => void noted.steps.push(`flash ${String(detail)}`))
  },
  updated(context: Context) {
    // An object of the element's own.
    note(`updated ${++this.times}`, context)
  },
  disconnected: (context: Context) => note('disconnected', context),
  reconnected: (context: Context) => note('reconnected', context),
  destroyed: (context: Context) => note('destroyed', context),
}
