// `node --import pantograph/register server.tsx`: lets Node run TSX, which it cannot by itself, and names
// signals. Files in node_modules are left alone.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isDevelopment } from '../errors.ts'
import { compile } from './compile.ts'
import { mayTake, takes } from './takes.ts'

registerHooks({
  load(url, context, nextLoad) {
    const source = sourceToCompile(url)
    if (source === null) return nextLoad(url, context)
    const { code, map } = compile(source, {
      filename: fileURLToPath(url),
      development: isDevelopment,
    })
    return { format: 'module', source: withMap(code, map), shortCircuit: true }
  },
})

/** The text of a module that is ours to compile; null for all others. */
function sourceToCompile(url: string): string | null {
  const [path = ''] = url.split(/[?#]/)
  if (!path.startsWith('file:') || !mayTake(path)) return null
  const source = readFileSync(fileURLToPath(path), 'utf8')
  return takes(path, source) ? source : null
}

const withMap = (code: string, map: string): string =>
  `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`
