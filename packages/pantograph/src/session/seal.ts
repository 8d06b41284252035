// Seals what is kept outside of the process: whoever can read the store learns nothing from a value, and
// cannot alter it or move it to another key. Knows nothing of stores or of what is sealed.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { PantographError } from '../errors.ts'

// version (1), id of the secret (4), nonce (12), ciphertext, tag (16)
const VERSION = 1
const ID_AT = 1
const NONCE_AT = 5
const TEXT_AT = 17
const TAG_BYTES = 16
const SHORTEST = TEXT_AT + TAG_BYTES

const CIPHER = 'aes-256-gcm'
// The layout is part of the purpose: another layout is not sealed with these keys.
const PURPOSE = 'pantograph seal 1'

interface Secret {
  readonly id: Buffer
  /** Key objects: of bytes Node would make one each time, which takes four times as long (Node 24). */
  readonly key: KeyObject
}

/**
 * Seals and opens bytes with the app's secrets: AES-256-GCM. Each context has a key of its own, so that a
 * random nonce is enough however many values are sealed (NIST SP 800-38D, section 8.3).
 *
 * @example
 * const sealer = new Sealer([newSecret, oldSecret])
 * const sealed = sealer.seal(bytes, 'session:abc')
 * sealer.open(sealed, 'session:abc')
 */
export class Sealer {
  private readonly secrets: readonly Secret[]
  private readonly first: Secret

  /**
   * @param secrets the first seals, all open
   * @throws PantographError `PG_SECRET` when there is none
   */
  constructor(secrets: readonly string[]) {
    this.secrets = secrets.map(derive)
    const [first] = this.secrets
    if (first === undefined) throw new PantographError('PG_SECRET', 'sealing needs a secret')
    this.first = first
  }

  /**
   * Seals bytes.
   *
   * @param context where the value belongs, such as its key in the store; it opens only there
   */
  seal(bytes: Uint8Array, context: string): Uint8Array {
    const { id, key } = this.first
    const sealed = new Uint8Array(SHORTEST + bytes.length)
    sealed[0] = VERSION
    sealed.set(id, ID_AT)
    sealed.set(randomBytes(TEXT_AT - NONCE_AT), NONCE_AT)
    const nonce = sealed.subarray(NONCE_AT, TEXT_AT)
    const cipher = createCipheriv(CIPHER, keyFor(context, key), nonce, { authTagLength: TAG_BYTES })
    cipher.setAAD(boundTo(sealed, context))
    sealed.set(cipher.update(bytes), TEXT_AT)
    cipher.final()
    sealed.set(cipher.getAuthTag(), TEXT_AT + bytes.length)
    return sealed
  }

  /**
   * Opens what `seal` made with any of the secrets, for the same context.
   *
   * @throws PantographError `PG_SEAL` when it was forged, damaged, cut short, sealed for another context or
   * with a secret that is not known here
   */
  open(sealed: Uint8Array, context: string): Uint8Array {
    if (sealed.length < SHORTEST || sealed[0] !== VERSION) throw refusal('no sealed value')
    const id = sealed.subarray(ID_AT, NONCE_AT)
    const known = this.secrets.filter((secret) => secret.id.equals(id))
    if (known.length === 0) throw refusal('sealed with a secret that is not among the secrets')
    // Ids are short: two secrets may share one.
    for (const { key } of known) {
      const bytes = openWith(key, sealed, context)
      if (bytes !== undefined) return bytes
    }
    throw refusal('forged, damaged, or sealed for another place')
  }
}

const refusal = (why: string): PantographError => new PantographError('PG_SEAL', why)

function derive(secret: string): Secret {
  return {
    id: Buffer.from(hkdfSync('sha256', secret, '', `${PURPOSE}: id`, NONCE_AT - ID_AT)),
    key: createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `${PURPOSE}: key`, 32))),
  }
}

const keyFor = (context: string, key: KeyObject): KeyObject =>
  createSecretKey(createHmac('sha256', key).update(context).digest())

/** What the tag covers besides the ciphertext: version, id, nonce and context. */
const boundTo = (sealed: Uint8Array, context: string): Buffer =>
  Buffer.concat([sealed.subarray(0, TEXT_AT), Buffer.from(context)])

function openWith(key: KeyObject, sealed: Uint8Array, context: string): Uint8Array | undefined {
  const end = sealed.length - TAG_BYTES
  const nonce = sealed.subarray(NONCE_AT, TEXT_AT)
  const options = { authTagLength: TAG_BYTES }
  const decipher = createDecipheriv(CIPHER, keyFor(context, key), nonce, options)
  decipher.setAAD(boundTo(sealed, context))
  decipher.setAuthTag(sealed.subarray(end))
  const bytes = new Uint8Array(decipher.update(sealed.subarray(TEXT_AT, end)))
  try {
    decipher.final()
  } catch {
    return undefined
  }
  return bytes
}
