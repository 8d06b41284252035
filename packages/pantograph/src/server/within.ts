// Waits for what may never come.

/**
 * What a promise brings, or the error when that takes longer. A process may end meanwhile.
 * @param late makes the error
 */
export function within<T>(
  promise: Promise<T>,
  milliseconds: number,
  late: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), milliseconds)
    timer.unref()
    void promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
