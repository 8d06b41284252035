// Modules with JSX under either front end, and an App that shows their components.
import { createApp } from 'pantograph/server'
import type { App } from 'pantograph/server'

export const FRONT_ENDS = ['compiled', 'plain'] as const
export type FrontEnd = (typeof FRONT_ENDS)[number]

/** A module beside this one; `?compiled` is what vitest.config.ts gives to the compiler. */
export async function load<Module>(name: string, frontEnd: FrontEnd): Promise<Module> {
  const path = new URL(name, import.meta.url).pathname
  return (await import(
    /* @vite-ignore */ frontEnd === 'compiled' ? `${path}?compiled` : path
  )) as Module
}

export interface Shown {
  readonly app: App
  readonly url: string
  /** What the App had to say. */
  readonly log: string[]
}

/** Serves each component at its path. */
export async function show(pages: Readonly<Record<string, () => unknown>>): Promise<Shown> {
  const log: string[] = []
  const note = (data: { error?: unknown }, text: string): void =>
    void log.push(data.error === undefined ? text : `${text} ${String(data.error)}`)
  const app = createApp({
    secret: 'a secret that is long enough for tests',
    log: { info: note, warn: note, error: note },
    contentSecurityPolicy: false,
  })
  for (const [path, component] of Object.entries(pages)) app.page(path, component as never)
  const { url } = await app.listen(0)
  return { app, url, log }
}
