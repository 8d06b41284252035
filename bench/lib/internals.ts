// Parts of the built package that are not its public API: what is measured is what is published, and the types
// are those of the sources.
import type * as html from '../../packages/pantograph/src/render/html.ts'
import type * as session from '../../packages/pantograph/src/session/session.ts'

const part = (file: string): Promise<unknown> =>
  import(new URL(file, import.meta.resolve('pantograph')).href)

export const { Session } = (await part('session/session.js')) as typeof session
export const { HtmlWriter } = (await part('render/html.js')) as typeof html
