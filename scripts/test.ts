// Runs everything that must hold before a commit, one step after another, and ends with one line that
// counts it all. A step without tests of its own counts as one test.
//
//   node scripts/test.ts            everything (`npm test`)
//   node scripts/test.ts --static   what needs no build and runs no code (`npm run check`)
//   node scripts/test.ts --nodes    everything, and the other Node versions too (`.ci/run`)
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, relative, resolve } from 'node:path'

interface Step {
  name: string
  command: string
  /** A run of vitest, whose tests are counted. */
  tests?: boolean
}

interface Count {
  passed: number
  failed: number
  skipped: number
  /** Each test that failed, with why: told once more at the end, where it is looked for. */
  failures?: readonly string[]
}

/** What vitest's JSON report says, as far as it is read. */
interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: readonly {
    name: string
    status: string
    message: string
    assertionResults: readonly { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}

const STATIC: readonly Step[] = [
  { name: 'lint', command: 'npm run --silent lint' },
  { name: 'format', command: 'oxfmt --check' },
  { name: 'types', command: 'npm run --silent types' },
  { name: 'house rule', command: 'npm run --silent house' },
  { name: 'unused files, exports and dependencies', command: 'knip' },
  { name: 'lock file', command: 'node scripts/check-lock.ts' },
]

const BUILT: readonly Step[] = [
  { name: 'build', command: 'npm run --silent build' },
  { name: 'package as it would be published', command: 'publint packages/pantograph --strict' },
  { name: 'size of the browser runtime', command: 'size-limit' },
  { name: 'unit and rendering tests', command: 'npm run --silent test:unit --', tests: true },
  { name: 'a browser to test with', command: 'node scripts/ensure-chromium.ts' },
  { name: 'browser tests', command: 'vitest run --project browser', tests: true },
]

const NODES: Step = { name: 'the other Node versions', command: 'npm run --silent test:nodes' }

function chosenSteps(): readonly Step[] {
  if (process.argv.includes('--static')) return STATIC
  const nodes = process.argv.includes('--nodes') ? [NODES] : []
  return [...STATIC, ...BUILT, ...nodes]
}

const root = resolve(import.meta.dirname, '..')
const scratch = mkdtempSync(join(tmpdir(), 'pantograph-test-'))

function run({ name, command, tests = false }: Step): Count {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 76 - name.length))}\n`)
  const report = join(scratch, 'report.json')
  rmSync(report, { force: true })
  const reporters = ` --reporter=default --reporter=json "--outputFile.json=${report}"`
  const started = performance.now()
  const { status } = spawnSync(tests ? command + reporters : command, {
    cwd: root,
    env: {
      ...process.env,
      PATH: [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
    },
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const count = tests ? countTests(report, status === 0) : countStep(status === 0)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`\n${count.failed === 0 ? 'ok' : 'FAILED'}: ${name} (${seconds} s)`)
  return count
}

const countStep = (ok: boolean): Count => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 })

/** A run that failed outside of any test (an import, a hook, an unhandled error) has one failure at least. */
function countTests(report: string, ok: boolean): Count {
  let told: Report
  try {
    told = JSON.parse(readFileSync(report, 'utf8')) as Report
  } catch {
    return countStep(false)
  }
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = told
  return { passed, failed: ok ? failed : Math.max(1, failed), skipped, failures: failuresOf(told) }
}

function failuresOf({ testResults }: Report): string[] {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed')
      const whys = failed.map((test) => `${test.fullName}\n${test.failureMessages.join('\n')}`)
      return [...(message === '' ? [] : [message]), ...whys].map(
        (why) => `${relative(root, name)}: ${withoutFrames(why)}`,
      )
    })
}

/** Without the places in vitest that a test was called from. */
const withoutFrames = (why: string): string =>
  why.replaceAll(/\n +at .*node_modules.*|\n +at new Promise.*/g, '')

function total(counts: readonly Count[], key: 'passed' | 'failed' | 'skipped'): number {
  return counts.reduce((sum, count) => sum + count[key], 0)
}

const steps = chosenSteps()
const counts = steps.map((step) => run(step))
rmSync(scratch, { recursive: true })

const failed = steps.filter((_, at) => (counts[at]?.failed ?? 0) > 0)
console.log()
for (const failure of counts.flatMap(({ failures = [] }) => failures)) console.log(`${failure}\n`)
for (const { name } of failed) console.log(`failed: ${name}`)
if (total(counts, 'skipped') > 0) console.log(`skipped: ${total(counts, 'skipped')} tests`)
console.log(`${total(counts, 'passed')} passed, ${total(counts, 'failed')} failed`)
process.exitCode = failed.length > 0 ? 1 : 0
