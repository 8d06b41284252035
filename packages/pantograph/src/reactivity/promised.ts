// What an author's function returns to be awaited is not always a promise: query builders ask nothing before that.

/** As a promise, which begins it, if it can be awaited; anything else as it is. */
export const promised = <T>(value: T | PromiseLike<T>): T | Promise<T> =>
  isThenable(value) ? Promise.resolve(value) : value

const isThenable = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof (value as PromiseLike<T> | null | undefined)?.then === 'function'
