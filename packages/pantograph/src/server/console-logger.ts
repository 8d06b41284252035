// The default log: warnings and errors on the console, a line of JSON each.
import type { Logger } from '../session/logger.ts'

function line(level: string, data: object, message: string): string {
  const plain = Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      value instanceof Error ? (value.stack ?? value.message) : value,
    ]),
  )
  return JSON.stringify({ time: new Date().toISOString(), level, message, ...plain })
}

export const consoleLogger: Logger = {
  info: () => {},
  warn: (data, message) => console.warn(line('warn', data, message)),
  error: (data, message) => console.error(line('error', data, message)),
}
