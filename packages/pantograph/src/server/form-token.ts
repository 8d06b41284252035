// The hidden field that a plain POST must bring: it says which form was sent, proves that a page of ours was shown to
// whoever sends it (against forged requests), and holds the page's state, sealed, so that the form is handled as the
// page stood.
import { randomBytes } from 'node:crypto'
import { PantographError } from '../errors.ts'
import { decodeState, encodeState } from '../session/checkpoint.ts'
import type { SessionState } from '../session/checkpoint.ts'
import type { Sealer } from '../session/seal.ts'
import { stateOf } from '../session/session-state.ts'
import type { Session } from '../session/session.ts'

/** What a token says. */
export interface FormToken {
  /** Names this showing of the page: the same form sent twice has the same. */
  readonly nonce: string
  /** When it was made, in milliseconds since 1970. */
  readonly at: number
  /** Null where the page's state could not be kept. */
  readonly state: SessionState | null
}

/** A page with more state begins anew for each POST, but for its form's fields. */
const LARGEST_STATE = 65_536
/** The same where its forms have more together: the state stands in the page once for each of them. */
const MOST_STATE = 262_144

const contextOf = (form: string, path: string, user: string | null): string =>
  `form:${JSON.stringify([form, path, user])}`

/** Makes and opens tokens. */
export class FormTokens {
  private readonly sealer: Sealer

  constructor(sealer: Sealer) {
    this.sealer = sealer
  }

  /** The values of the hidden fields of a page's forms: the form's name, a dot, and what is sealed. */
  seal(session: Session, forms: readonly string[], path: string): string[] {
    if (forms.length === 0) return []
    const state = stateText(session, forms.length)
    return forms.map((form) => {
      const text = JSON.stringify([randomBytes(12).toString('base64url'), Date.now(), state])
      const sealed = this.sealer.seal(Buffer.from(text), contextOf(form, path, session.user))
      return `${form}.${Buffer.from(sealed).toString('base64url')}`
    })
  }

  /** @throws PantographError `PG_FORM_TOKEN` when it was not made here, for this page and for this user */
  open(token: string, path: string, user: string | null): FormToken {
    const form = formOf(token)
    try {
      const sealed = Buffer.from(token.slice(form.length + 1), 'base64url')
      const bytes = this.sealer.open(sealed, contextOf(form, path, user))
      const [nonce, at, state] = JSON.parse(Buffer.from(bytes).toString()) as [
        string,
        number,
        string | null,
      ]
      return { nonce, at, state: state === null ? null : decodeState(state) }
    } catch (cause) {
      const message = 'the form was not made here, for this page and whoever sends it'
      throw new PantographError('PG_FORM_TOKEN', message, { cause })
    }
  }
}

/** Which form a token is of, whether or not it can be opened. */
export const formOf = (token: string): string => token.split('.', 1)[0] ?? ''

function stateText(session: Session, forms: number): string | null {
  try {
    const text = encodeState(stateOf(session, null))
    return text.length > LARGEST_STATE || text.length * forms > MOST_STATE ? null : text
  } catch (error) {
    // State that no checkpoint can hold either. Without one, nobody has missed it so far.
    if (error instanceof PantographError) return null
    throw error
  }
}
