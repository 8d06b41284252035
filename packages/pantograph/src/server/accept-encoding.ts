// Chooses between compressed forms by a request's Accept-Encoding. RFC 9110, section 12.5.3.

/** The one of ours that the browser likes best, of equals the first; null for none. */
export function chooseEncoding(accept: string, ours: Iterable<string>): string | null {
  const accepted = qualities(accept)
  let best: string | null = null
  let bestQuality = 0
  for (const encoding of ours) {
    const quality = accepted.get(encoding) ?? accepted.get('*') ?? 0
    // What is malformed is not a number, and never greater.
    if (quality > bestQuality) {
      best = encoding
      bestQuality = quality
    }
  }
  // Only if the browser would rather have it as it is.
  return (accepted.get('identity') ?? 0) > bestQuality ? null : best
}

function qualities(accept: string): Map<string, number> {
  const accepted = new Map<string, number>()
  for (const part of accept.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
    accepted.set(name, quality === undefined ? 1 : Number(quality))
  }
  return accepted
}
