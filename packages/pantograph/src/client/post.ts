// Posts what the server has sealed: cookies are set by the answer to a request, which a socket cannot give. Part of
// events.ts.

/** How often it is tried while the server is out of reach, and the pause between two tries in milliseconds. */
const TRIES = 30
const PAUSE = 1000

/** What a proxy says while there is no server: as good as no connection. */
const AWAY = new Set([502, 503, 504])

/** Posts it, then goes where the answer says. */
export async function post(sealed: string): Promise<void> {
  const url = new URL('post', import.meta.url)
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      const answer = await fetch(url, { method: 'POST', body: sealed })
      if (AWAY.has(answer.status)) throw answer
      const to = (await answer.text()).trim()
      // What is refused will not be taken later either: the page as the server has it says how things stand.
      if (!answer.ok) location.reload()
      else if (to) location.assign(to)
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  }
}
