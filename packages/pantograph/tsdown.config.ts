// Builds the server side of the package: one output file per source file, so that every entry shares the
// same signal core and template table. The browser runtime is built by scripts/build-client.ts.
import { defineConfig } from 'tsdown'

const entry = {
  index: 'src/index.ts',
  'server/index': 'src/server/index.ts',
  'template/jsx-runtime': 'src/template/jsx-runtime.ts',
  'compiler/register': 'src/compiler/register.ts',
  'compiler/vite': 'src/compiler/vite.ts',
  'cluster/stores': 'src/cluster/stores.ts',
  'testing/index': 'src/testing/index.ts',
}

export default defineConfig({
  entry,
  outDir: 'dist',
  platform: 'node',
  target: 'node22.18',
  format: 'esm',
  fixedExtension: false,
  unbundle: true,
  // Module-level state counts: a module imported for its effect alone must not be dropped.
  treeshake: { moduleSideEffects: true },
  // The package's own components import the JSX runtime by name; it must stay the user's copy of it.
  deps: { neverBundle: [/^pantograph(\/|$)/] },
  tsconfig: 'tsconfig.build.json',
  dts: true,
})
