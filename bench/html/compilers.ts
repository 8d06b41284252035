// One source for all engines: `table.tsx?react` is the same file, compiled for React.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync as babel } from '@babel/core'
import solid from 'babel-preset-solid'
import { transformSync } from 'oxc-transform'
import type { Component } from './table.tsx'

/** Each engine's JSX runtime; Solid has a compiler of its own. */
const RUNTIMES: Record<string, string> = { plain: 'pantograph', preact: 'preact', react: 'react' }

registerHooks({
  load(url, context, nextLoad) {
    const engine = /\.tsx\?(\w+)$/.exec(url)?.[1]
    if (engine === undefined) return nextLoad(url, context)
    const file = fileURLToPath(url.split('?')[0] as string)
    return { format: 'module', shortCircuit: true, source: compileFor(engine, file) }
  },
})

function compileFor(engine: string, file: string): string {
  let source = readFileSync(file, 'utf8')
  // What the engines spell differently.
  if (engine === 'react') source = source.replaceAll(' class=', ' className=')
  if (engine === 'solid') source = source.replaceAll(/ key=\{[^}]*\}/g, '')
  const importSource = RUNTIMES[engine]
  if (importSource === undefined) return compileSolid(file, source)
  const jsx = { runtime: 'automatic', importSource, development: false } as const
  return transformSync(file, source, { jsx }).code
}

function compileSolid(file: string, source: string): string {
  const { code } = transformSync(file, source, { jsx: 'preserve' })
  // Without marks for hydration, which makes Solid's HTML smaller and faster than a live page could use.
  const options = { generate: 'ssr', hydratable: false }
  const compiled = babel(code, { presets: [[solid, options]], babelrc: false, configFile: false })
  return compiled?.code ?? ''
}

/** The table, compiled for `engine`. */
export async function tableFor(engine: string): Promise<Component> {
  const module = (await import(`./table.tsx?${engine}`)) as { Table: Component }
  return module.Table
}
