// Handlers that hold up no other (`on(…, { concurrent: true })`). Their events count as done when they have begun; what
// ends a session or lets its tree go waits for them.

export class Concurrent {
  private readonly running = new Set<Promise<void>>()

  /** @param handler never rejects */
  add(handler: Promise<void>): void {
    this.running.add(handler)
    void handler.then(() => this.running.delete(handler))
  }

  get isEmpty(): boolean {
    return this.running.size === 0
  }

  /** Resolves when those that run now have finished. */
  async done(): Promise<void> {
    await Promise.all(this.running)
  }
}
