// Sums up what two sides must find equal, unit by unit: two sums of 32 bits, each by another prime.
// Used by server and client.

export class Sum {
  private a = 0x811c_9dc5 | 0
  private b = 0x1234_5679

  /** 48 bits. */
  get value(): number {
    return (this.b & 0xffff) * 2 ** 32 + (this.a >>> 0)
  }

  /** Takes in 32 bits. */
  add(unit: number): void {
    this.a = Math.imul(this.a ^ unit, 16_777_619)
    const b = Math.imul(this.b ^ unit, 2_654_435_761 | 0)
    this.b = b ^ (b >>> 15)
  }

  /** Takes in the units of a text, one by one: texts that follow each other are one. */
  units(text: string): void {
    for (let i = 0; i < text.length; i++) this.add(text.charCodeAt(i))
  }

  /** Takes in a text, so that it can't be mistaken for two. */
  text(text: string): void {
    this.add(text.length)
    this.units(text)
  }

  /** Takes in another sum. */
  sum(value: number): void {
    this.add(value | 0)
    this.add(value / 2 ** 32)
  }
}
