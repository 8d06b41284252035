// The test projects. Unit and rendering tests run against the sources, browser tests against the built
// package, as a user has it.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { findChromium } from './scripts/chromium.ts'

const source = (path: string): string => resolve(import.meta.dirname, 'packages/pantograph/src', path)

/** The package's entries, from the sources. */
const alias = [
  { find: /^pantograph$/, replacement: source('index.ts') },
  { find: /^pantograph\/server$/, replacement: source('server/index.ts') },
  { find: /^pantograph\/jsx-(dev-)?runtime$/, replacement: source('template/jsx-runtime.ts') },
  { find: /^pantograph\/testing$/, replacement: source('testing/index.ts') },
  { find: /^pantograph\/register$/, replacement: source('compiler/register.ts') },
  { find: /^pantograph\/vite$/, replacement: source('compiler/vite.ts') },
]

const oxc = { jsx: { runtime: 'automatic', importSource: 'pantograph', development: false } } as const

const rendering = [
  'packages/pantograph/src/render/**/*.test.tsx',
  'packages/pantograph/test/rendering/**/*.test.tsx',
]

async function compilerPlugins(): Promise<Plugin[]> {
  const file = source('compiler/vite.ts')
  if (!existsSync(file)) return []
  const { pantograph } = await import(file)
  return [pantograph()]
}

export default defineConfig(async () => ({
  test: {
    // Two cores are the least that this has to be pleasant on.
    maxWorkers: '50%',
    projects: [
      {
        resolve: { alias },
        oxc,
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'packages/pantograph/src/**/*.test.{ts,tsx}',
            'packages/pantograph/test/**/*.test.{ts,tsx}',
            'examples/**/*.test.{ts,tsx}',
            'bench/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
          ],
          exclude: [...rendering, '**/node_modules/**', '**/dist/**'],
          env: { PANTOGRAPH_FRONT_END: 'plain' },
        },
      },
      {
        resolve: { alias },
        oxc,
        plugins: await compilerPlugins(),
        test: {
          name: 'render-compiled',
          environment: 'node',
          include: rendering,
          env: { PANTOGRAPH_FRONT_END: 'compiled' },
        },
      },
      {
        resolve: { alias },
        oxc,
        test: {
          name: 'render-plain',
          environment: 'node',
          include: rendering,
          env: { PANTOGRAPH_FRONT_END: 'plain' },
        },
      },
      {
        oxc,
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          env: { CHROMIUM_PATH: findChromium() ?? '' },
        },
      },
    ],
  },
}))
