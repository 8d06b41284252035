// Where a session reports to. Any object with these three methods does, such as pino's.

export interface Logger {
  info(data: object, message: string): void
  warn(data: object, message: string): void
  error(data: object, message: string): void
}
