// Where a Chromium is found on this computer; shared by the browser tests and what prepares for them.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Google/Chrome/Application/chrome.exe',
]

function candidates(): string[] {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
  ]
  return [
    ...folders.flatMap((folder) => COMMANDS.map((command) => join(folder, command))),
    ...PLACES,
  ]
}

/** The path of a Chromium: `CHROMIUM_PATH` if set, else the first of the usual places that exists. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH']
  if (named) return existsSync(named) ? named : undefined
  return candidates().find((path) => existsSync(path))
}
