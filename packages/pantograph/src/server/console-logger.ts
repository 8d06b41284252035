// The default log: warnings and errors on the console, a line of JSON each. Must never throw.
import { inspect } from 'node:util'
import type { Logger } from '../session/logger.ts'

function line(level: string, data: object, message: string): string {
  const head = { time: new Date().toISOString(), level, message }
  try {
    return JSON.stringify({ ...head, ...data }, plain)
  } catch {
    return JSON.stringify({ ...head, data: inspect(data) })
  }
}

/** Errors with their stacks and causes; bigints as text. */
function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return value instanceof Error ? inspect(value) : value
}

export const consoleLogger: Logger = {
  info: () => {},
  warn: (data, message) => console.warn(line('warn', data, message)),
  error: (data, message) => console.error(line('error', data, message)),
}
