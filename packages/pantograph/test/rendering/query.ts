/** What query builders make: it is asked when it is awaited, and is no promise. */
export const query = <T>(ask: (found: (answer: T) => void) => void): PromiseLike<T> =>
  // oxlint-disable-next-line unicorn/no-thenable -- that is what is tested
  ({ then: ask }) as PromiseLike<T>
