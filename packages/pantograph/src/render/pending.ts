// Counts asynchronous setups that have not settled, and waits for them.

export class Pending {
  count = 0
  private waiting: (() => void)[] | null = null

  /** One begins; the returned function tells that it has settled. */
  add(): () => void {
    this.count++
    return () => {
      this.count--
      const { waiting } = this
      this.waiting = null
      for (const resolve of waiting ?? []) resolve()
    }
  }

  /** Resolves when one has settled, after `milliseconds` at most. */
  next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      ;(this.waiting ??= []).push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
