// Which components a token may name: pages, and what is embedded. Also which addresses a page owns.
import { PantographError } from '../errors.ts'
import type { Component } from '../template/block.ts'
import type { PageOptions } from './document.ts'
import { pageRoot } from './page-root.ts'
import { parsePattern } from './pattern.ts'
import type { Values } from './pattern.ts'
import { pathBelow } from './visit.ts'

/** A page: its pattern and what it shows. */
export interface Page {
  /** Under which tokens name it. */
  readonly name: string
  /** What is mounted as its root. */
  readonly component: Component
  readonly options: PageOptions
  /** Whether its pattern has names. */
  readonly hasNames: boolean
  /** The values of the pattern's names in a path without `basePath`, or null when it is another page's. */
  match(path: string): Values | null
}

/** What a page's component is given. */
export type PageProps = {
  readonly params: Values
}

/** One for all sessions of pages without names. */
const NO_PARAMS: PageProps = Object.freeze({ params: Object.freeze({}) })

export class Registry {
  private readonly basePath: string
  private readonly pages: Page[] = []
  private readonly components = new Map<string, Component>()
  private readonly names = new Map<Component, string>()

  constructor(basePath: string) {
    this.basePath = basePath
  }

  /** @throws PantographError `PG_OPTION` */
  page(text: string, component: Component, options: PageOptions): void {
    const pattern = parsePattern(text)
    const name = `page ${text}`
    if (this.components.has(name)) {
      throw new PantographError('PG_OPTION', `there is a page ${text} already`)
    }
    const root = pattern.hasNames
      ? pageRoot(component, (path) => pattern.match(pathBelow(this.basePath, path) ?? ''))
      : component
    this.components.set(name, root)
    const { hasNames, match } = pattern
    this.pages.push({ name, component: root, options, hasNames, match })
  }

  /** @throws PantographError `PG_COMPONENT_NAME` */
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

  /** The page of a path, and what it is given. Of several pages, the first that was registered. */
  match(path: string): { readonly page: Page; readonly props: PageProps } | null {
    const own = pathBelow(this.basePath, path)
    if (own === null) return null
    for (const page of this.pages) {
      const params = page.match(own)
      if (params !== null) return { page, props: page.hasNames ? { params } : NO_PARAMS }
    }
    return null
  }
}
