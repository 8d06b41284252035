// Which components a token may name: pages, and what is embedded. Also which addresses a page owns.
import { parse } from 'regexparam'
import { PantographError } from '../errors.ts'
import type { Component } from '../template/block.ts'
import type { PageOptions } from './document.ts'

/** A page: its pattern and what it shows. */
export interface Page {
  readonly name: string
  readonly component: Component
  readonly options: PageOptions
  /** The values of the pattern's names, or null when the path is not the page's. */
  match(path: string): Record<string, string> | null
}

export class Registry {
  private readonly pages: Page[] = []
  private readonly components = new Map<string, Component>()
  private readonly names = new Map<Component, string>()

  page(pattern: string, component: Component, options: PageOptions): void {
    if (!pattern.startsWith('/')) {
      throw new PantographError(
        'PG_OPTION',
        `a page's pattern begins with "/": ${JSON.stringify(pattern)}`,
      )
    }
    const name = `page ${pattern}`
    if (this.components.has(name))
      throw new PantographError('PG_OPTION', `there is a page ${pattern} already`)
    const { keys, pattern: expression } = parse(pattern)
    this.components.set(name, component)
    this.pages.push({
      name,
      component,
      options,
      match: (path) => matchPath(expression, keys, path),
    })
  }

  component(name: string, component: Component): void {
    const known = this.components.get(name)
    if (known !== undefined && known !== component) {
      throw new PantographError(
        'PG_COMPONENT_NAME',
        `two components are called ${name}; give one another name with app.component()`,
      )
    }
    this.components.set(name, component)
    this.names.set(component, name)
  }

  /** The name of a component that is embedded; its own, unless it was given one. */
  nameOf(component: Component): string {
    const known = this.names.get(component)
    if (known !== undefined) return known
    if (component.name === '') {
      throw new PantographError(
        'PG_COMPONENT_NAME',
        'a component without a name cannot be embedded; use app.component(name, Component)',
      )
    }
    this.component(component.name, component)
    return component.name
  }

  find(name: string): Component | undefined {
    return this.components.get(name)
  }

  /** The page of a path, and the values in it. */
  match(path: string): { readonly page: Page; readonly params: Record<string, string> } | null {
    for (const page of this.pages) {
      const params = page.match(path)
      if (params !== null) return { page, params }
    }
    return null
  }
}

function matchPath(
  expression: RegExp,
  keys: readonly string[],
  path: string,
): Record<string, string> | null {
  const found = expression.exec(path)
  if (found === null) return null
  const params: Record<string, string> = {}
  for (const [i, key] of keys.entries()) {
    const value = found[i + 1]
    if (value === undefined) continue
    try {
      params[key] = decodeURIComponent(value)
    } catch {
      return null
    }
  }
  return params
}
