// The root of a page whose pattern has names: hands their values to the page's component as `params`, and
// hands on new ones when the address changes without a reload.
import { url } from '../session/location.ts'
import { component as call } from '../template/block.ts'
import type { Component } from '../template/block.ts'
import type { Values } from './pattern.ts'

/** @param paramsOf the values in a path, or null when the path is not the page's */
export function pageRoot(
  component: Component,
  paramsOf: (path: string) => Values | null,
): Component {
  function Page({ params }: { params: Values }): () => unknown {
    let shown = params
    return () => {
      const next = paramsOf(url().pathname)
      // The same object as long as they are the same, so that nothing below runs again for them.
      if (next !== null && !isSame(next, shown)) shown = next
      return call(component, { params: shown })
    }
  }
  // In the page and in the log it is the component.
  Object.defineProperty(Page, 'name', { value: component.name })
  return Page
}

function isSame(a: Values, b: Values): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
