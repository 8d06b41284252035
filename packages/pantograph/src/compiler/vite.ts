// The Vite plugin: the same compiler as the Node loader.
import type { Plugin } from 'vite'
import { compile } from './compile.ts'

/**
 * Compiles TSX in Vite and Vitest.
 *
 * @example
 * export default defineConfig({ plugins: [pantograph()] })
 */
export function pantograph(): Plugin {
  return {
    name: 'pantograph',
    enforce: 'pre',
    transform(source, id) {
      const [filename = ''] = id.split('?')
      if (!/\.[tj]sx$/.test(filename) || filename.includes('/node_modules/')) return null
      const { code, map } = compile(source, { filename })
      return { code, map: JSON.parse(map) }
    },
  }
}
