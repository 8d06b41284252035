// The test projects. Unit and rendering tests run against the sources, the tests in test/ against the built
// package, as a user has it.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import type { TestProjectInlineConfiguration } from 'vitest/config'
import { findChromium } from './scripts/chromium.ts'

interface PlainTransform {
  transform(source: string, id: string): unknown
}

type FrontEnd = 'compiled' | 'plain'

const src = (path: string): string => resolve(import.meta.dirname, 'packages/pantograph/src', path)

/** The package's entries, from the sources. */
const alias = [
  { find: /^pantograph$/, replacement: src('index.ts') },
  { find: /^pantograph\/server$/, replacement: src('server/index.ts') },
  { find: /^pantograph\/jsx-(dev-)?runtime$/, replacement: src('template/jsx-runtime.ts') },
  { find: /^pantograph\/store$/, replacement: src('cluster/stores.ts') },
  { find: /^pantograph\/testing$/, replacement: src('testing/index.ts') },
  { find: /^pantograph\/register$/, replacement: src('compiler/register.ts') },
  { find: /^pantograph\/vite$/, replacement: src('compiler/vite.ts') },
]

/** The plain front end; under the compiler it finds no JSX left to transform. */
const oxc = {
  jsx: { runtime: 'automatic', importSource: 'pantograph', development: false },
} as const

const RENDERING = [
  'packages/pantograph/src/render/**/*.test.tsx',
  'packages/pantograph/test/rendering/**/*.test.tsx',
]

/** The tools of the fault tests need no build and no browser. */
const FAULT_TOOLS = 'test/faults/lib/**/*.test.ts'

const UNIT = [
  'packages/pantograph/{src,test}/**/*.test.{ts,tsx}',
  'examples/**/*.test.{ts,tsx}',
  'bench/**/*.test.{ts,tsx}',
  'scripts/**/*.test.ts',
  FAULT_TOOLS,
]

const unit: TestProjectInlineConfiguration = {
  resolve: { alias },
  oxc,
  test: {
    name: 'unit',
    environment: 'node',
    include: UNIT,
    // Some start processes and wait for them; on a busy machine everything may stall for seconds.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    exclude: [...RENDERING, '**/node_modules/**', '**/dist/**'],
    env: { PANTOGRAPH_FRONT_END: 'plain' },
  },
}

/** The rendering suite under one front end. */
async function rendering(frontEnd: FrontEnd): Promise<TestProjectInlineConfiguration> {
  return {
    resolve: { alias },
    oxc,
    plugins: frontEnd === 'compiled' ? await compiler() : [],
    test: {
      name: `render-${frontEnd}`,
      environment: 'node',
      include: RENDERING,
      // A DOM library with thousands of rows takes its time, and more of it on a busy machine.
      testTimeout: 60_000,
      expect: { poll: { timeout: 10_000 } },
      env: { PANTOGRAPH_FRONT_END: frontEnd },
    },
  }
}

async function compiler(): Promise<Plugin[]> {
  const file = pathToFileURL(src('compiler/vite.ts')).href
  const { pantograph } = (await import(file)) as { pantograph: () => Plugin }
  return [pantograph()]
}

/** What is imported with `?compiled` is compiled: so one test can have a page under both front ends. */
async function compiledOnDemand(): Promise<Plugin[]> {
  const [plugin] = (await compiler()) as (Plugin & PlainTransform)[]
  if (plugin === undefined) return []
  const transform = (source: string, id: string): unknown =>
    id.endsWith('?compiled') ? plugin.transform(source, id) : null
  return [{ ...plugin, transform } as Plugin]
}

const browser = async (): Promise<TestProjectInlineConfiguration> => ({
  oxc,
  plugins: await compiledOnDemand(),
  test: {
    name: 'browser',
    environment: 'node',
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: [FAULT_TOOLS, '**/node_modules/**'],
    // Two browsers at a time would save a third of the time on two cores, but animations and short pauses end before
    // a test has looked.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // A busy machine and a slow network need some time.
    expect: { poll: { timeout: 15_000 } },
    env: { CHROMIUM_PATH: findChromium() ?? '' },
  },
})

export default defineConfig(async () => ({
  test: {
    // Of two cores, both: by itself it leaves one to others.
    maxWorkers: '100%',
    projects: [unit, await rendering('compiled'), await rendering('plain'), await browser()],
  },
}))
