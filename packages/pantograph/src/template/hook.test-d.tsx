// The types of hooks, and of custom elements that are declared by merging.
import { hook, hookRef } from 'pantograph'
import type { Child, CustomEventHandler, HookModule, PantographCustomEvent } from 'pantograph'

interface Kind {
  readonly data: { readonly points: readonly number[] }
  readonly push: { select(index: number): string; ready(): void }
  readonly events: { readonly flash: number }
}

const Chart = hook<Kind>('/chart.js')
const Bare = hook('/bare.js')
const Still = hook<{ data: string }>('/still.js')
const functions = {
  select: async (index: number, event: { id: string }) => `${index} ${event.id}`,
  ready: () => {},
}

export const used = [
  <p hook={Chart({ points: [1] }, functions)} owned />,
  <p hook={Bare()} />,
  <p hook={Still('text')} />,
  <p hook={null} />,
  // @ts-expect-error -- its functions are missing
  <p hook={Chart({ points: [1] })} />,
  // @ts-expect-error -- not its data
  <p hook={Chart({ points: ['a'] }, functions)} />,
  // @ts-expect-error -- not what the browser was promised
  <p hook={Chart({ points: [] }, { ...functions, select: () => 1 })} />,
  // @ts-expect-error -- it takes no data
  <p hook={Bare(1)} />,
  // @ts-expect-error -- a text is no hook
  <p hook="/chart.js" />,
  // @ts-expect-error -- it takes no value
  <p owned="yes" />,
]

export function Page() {
  const chart = hookRef(Chart)
  chart.push('flash', 1)
  // @ts-expect-error -- not its detail
  chart.push('flash', 'red')
  // @ts-expect-error -- no such event
  chart.push('flicker', 1)
  chart.focus()
  return () => <p hook={Chart({ points: [] }, functions)} ref={chart} />
}

export const inBrowser: HookModule<Kind, HTMLElement, { count: number }> = {
  async mounted({ element, data, push, on }) {
    this.count = data.points.length
    const text: string = await push('select', this.count)
    await push('ready')
    on('flash', (n) => (element.textContent = text + n.toFixed()))
    // @ts-expect-error -- not its payload
    await push('select', 'a')
    // @ts-expect-error -- no such function
    await push('none')
  },
  updated() {
    this.count++
    // @ts-expect-error -- not of its own
    this.number++
  },
}

declare module 'pantograph' {
  namespace JSX {
    interface IntrinsicElements {
      'typed-stars': {
        readonly value: number
        readonly 'prop:words'?: readonly string[]
        readonly 'on:rate'?: CustomEventHandler
        readonly children?: Child
      }
    }
  }
}

export const elements = [
  <typed-stars value={1} on:rate={(event: PantographCustomEvent<number>) => event.detail + 1} />,
  // @ts-expect-error -- a number is wanted
  <typed-stars value="one" />,
  // @ts-expect-error -- and must be there
  <typed-stars />,
  <other-stars value="one" on:rate={(event) => String(event.detail)} />,
  // @ts-expect-error -- nobody knows what it is
  <other-stars on:rate={(event) => event.detail + 1} />,
  // @ts-expect-error -- no handler
  <other-stars on:rate="alert(1)" />,
]
