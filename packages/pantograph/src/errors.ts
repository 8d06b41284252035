// The one error class of the package. Codes are public API and listed in docs/errors.md.
// Knows nothing of any room; every room may use it.

/**
 * An error with a stable, documented code.
 *
 * @example
 * try { … } catch (error) { if (error instanceof PantographError && error.code === 'PG_WIRE') … }
 */
export class PantographError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(`${code}: ${message}`, options)
    this.name = 'PantographError'
    this.code = code
  }
}

/** True unless NODE_ENV is `production`: extra checks that name the author's mistakes. */
export const isDevelopment = process.env['NODE_ENV'] !== 'production'
