// Makes sure that the browser tests have a Chromium; installs Debian's when this computer allows it.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './chromium.ts'

const HELP = [
  'The browser tests need Chromium or Chrome, and none was found.',
  '  Debian, Ubuntu:  sudo apt-get install chromium',
  '  macOS:           brew install --cask chromium',
  '  elsewhere:       install Chrome, or set CHROMIUM_PATH to the browser to use',
].join('\n')

function fail(reason: string): never {
  console.error(`${reason}\n${HELP}`)
  process.exit(1)
}

function installOnDebian(): void {
  const options = {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const
  console.log('No Chromium found: installing the package `chromium` with apt-get.')
  execFileSync('apt-get', ['update', '-q'], options)
  execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options)
}

function ensure(): string {
  const found = findChromium()
  if (found !== undefined) return found
  const named = process.env['CHROMIUM_PATH']
  if (named) fail(`CHROMIUM_PATH names ${named}, which does not exist.`)
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) fail('')
  try {
    installOnDebian()
  } catch (error) {
    fail(`apt-get could not install it (${String(error)}).`)
  }
  return (
    findChromium() ?? fail('apt-get installed `chromium`, but it is in none of the usual places.')
  )
}

console.log(`Chromium: ${ensure()}`)
