// What stands for a stream in a view: which one, and how its items look. Knows nothing of streams.

/** A stream in its place: what `show` of a stream returns. */
export class StreamView {
  readonly stream: object
  readonly render: (item: never) => unknown

  constructor(stream: object, render: (item: never) => unknown) {
    this.stream = stream
    this.render = render
  }
}
