// The Vite plugin: the same compiler as the Node loader.
import { compile } from './compile.ts'
import { takes } from './takes.ts'

/** What Vite takes; written out, so that the package does not depend on Vite. */
export interface PantographPlugin {
  readonly name: string
  readonly enforce: 'pre'
  configResolved(config: { readonly isProduction: boolean }): void
  transform(source: string, id: string): { code: string; map: string } | null
}

/**
 * Compiles TSX and names signals, in Vite and Vitest.
 *
 * @example
 * export default defineConfig({ plugins: [pantograph()] })
 */
export function pantograph(): PantographPlugin {
  let development = false
  return {
    name: 'pantograph',
    enforce: 'pre',
    configResolved({ isProduction }) {
      development = !isProduction
    },
    transform(source, id) {
      const [filename = ''] = id.split('?')
      return takes(filename, source) ? compile(source, { filename, development }) : null
    },
  }
}
