// A store in an SQLite file that several processes of one machine share. What was kept survives them all.
import { setTimeout as sleep } from 'node:timers/promises'
import type { StatementSync } from 'node:sqlite'
import { PantographError } from '../errors.ts'
import type { Store, Stored } from '../session/store.ts'
import { assertKey, copyOf, expiryOf } from './accepted.ts'
import { GroupCommit } from './group-commit.ts'
import { isBusy, SqliteFile } from './sqlite-file.ts'
import { versions } from './versions.ts'

// The number in the table's name is that of its layout.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS pantograph_store_1 (
    key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL, version TEXT NOT NULL, expires REAL NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS pantograph_store_1_expires ON pantograph_store_1 (expires);`

const PURGE_ROWS = 100

const SQL = {
  get: 'SELECT value, version FROM pantograph_store_1 WHERE key = ? AND expires > ?',
  insert: `INSERT INTO pantograph_store_1 AS old (key, value, version, expires)
    VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE
    SET value = excluded.value, version = excluded.version, expires = excluded.expires
    WHERE old.expires <= ?`,
  update: `UPDATE pantograph_store_1 SET value = ?, version = ?, expires = ?
    WHERE key = ? AND version = ? AND expires > ?`,
  delete: 'DELETE FROM pantograph_store_1 WHERE key = ? AND (version = ? OR expires <= ?)',
  exists: 'SELECT 1 FROM pantograph_store_1 WHERE key = ?',
  purge: `DELETE FROM pantograph_store_1 WHERE rowid IN
    (SELECT rowid FROM pantograph_store_1 WHERE expires <= ? ORDER BY expires LIMIT ${PURGE_ROWS})`,
} as const

const PURGE_PAUSE_MILLISECONDS = 100
const LONGEST_TIMER = 2 ** 31 - 1

/** Options of `sqliteStore`. */
export interface SqliteStoreOptions {
  /**
   * The clock that times to live are measured by, in milliseconds. All processes of one file must agree. By
   * default `Date.now`.
   */
  readonly now?: () => number
  /** How long to wait for other processes that have the file locked, in milliseconds. By default 5000. */
  readonly busyMilliseconds?: number
  /** How often what has expired is deleted, in milliseconds. By default 60 000. */
  readonly purgeMilliseconds?: number
}

/**
 * A store in an SQLite file, for the processes of one machine; not for network file systems. Makes the file and
 * its directory. Writes survive a crash of the process; a crash of the machine may lose the last of them.
 *
 * @throws PantographError `PG_STORE` when the file cannot be opened, `PG_OPTION` when an option is wrong
 * @example
 * const store = sqliteStore('data/sessions.sqlite')
 * const version = await store.put('key', new Uint8Array([1, 2, 3]), null, 60_000)
 */
export function sqliteStore(file: string, options: SqliteStoreOptions = {}): Store {
  const { now = Date.now, busyMilliseconds = 5000, purgeMilliseconds = 60_000 } = options
  assertDuration('busyMilliseconds', busyMilliseconds)
  assertDuration('purgeMilliseconds', purgeMilliseconds)
  return new SqliteStore(file, { now, busyMilliseconds, purgeMilliseconds })
}

function assertDuration(name: string, value: unknown): void {
  if (typeof value === 'number' && value > 0 && value <= LONGEST_TIMER) return
  throw new PantographError('PG_OPTION', `${name} is a number of milliseconds above 0`)
}

class SqliteStore implements Store {
  private readonly options: Required<SqliteStoreOptions>
  private readonly file: SqliteFile
  private readonly group: GroupCommit
  private readonly statements: Readonly<Record<keyof typeof SQL, StatementSync>>
  private readonly nextVersion = versions()
  private purgeTimer: NodeJS.Timeout | undefined
  private closed: Promise<void> | undefined

  constructor(path: string, options: Required<SqliteStoreOptions>) {
    this.options = options
    const file = new SqliteFile(path, SCHEMA, options.busyMilliseconds)
    this.file = file
    this.group = new GroupCommit(file, options.busyMilliseconds)
    this.statements = {
      get: file.prepare(SQL.get),
      insert: file.prepare(SQL.insert),
      update: file.prepare(SQL.update),
      delete: file.prepare(SQL.delete),
      exists: file.prepare(SQL.exists),
      purge: file.prepare(SQL.purge),
    }
    this.purgeAfter(options.purgeMilliseconds)
  }

  async get(key: string): Promise<Stored | undefined> {
    this.assertOpen()
    assertKey(key)
    const until = performance.now() + this.options.busyMilliseconds
    for (;;) {
      try {
        return this.read(key)
      } catch (error) {
        if (!isBusy(error) || performance.now() > until) throw this.file.failure(error)
      }
      // Readers wait for writers never, but for recovery after a crash.
      await sleep(10)
      this.assertOpen()
    }
  }

  async put(
    key: string,
    value: Uint8Array,
    expected: string | null,
    ttl: number,
  ): Promise<string | null> {
    this.assertOpen()
    assertKey(key)
    const copy = copyOf(value)
    const expires = expiryOf(this.options.now(), ttl)
    return this.group.add(() => this.write(key, copy, expected, expires))
  }

  async delete(key: string, expected: string): Promise<boolean> {
    this.assertOpen()
    assertKey(key)
    return this.group.add(() => {
      this.statements.delete.run(key, expected, this.options.now())
      return this.statements.exists.get(key) === undefined
    })
  }

  close(): Promise<void> {
    this.closed ??= this.finish()
    return this.closed
  }

  private assertOpen(): void {
    if (this.closed === undefined) return
    throw new PantographError('PG_STORE', 'the store is closed')
  }

  private read(key: string): Stored | undefined {
    const row = this.statements.get.get(key, this.options.now())
    return row && { value: row['value'] as Uint8Array, version: row['version'] as string }
  }

  private write(
    key: string,
    value: Uint8Array,
    expected: string | null,
    expires: number,
  ): string | null {
    const version = this.nextVersion()
    const { insert, update } = this.statements
    const now = this.options.now()
    const { changes } =
      expected === null
        ? insert.run(key, value, version, expires, now)
        : update.run(value, version, expires, key, expected, now)
    return Number(changes) === 1 ? version : null
  }

  /** Deletes what has expired, a little at a time. */
  private purgeAfter(milliseconds: number): void {
    if (this.closed !== undefined) return
    this.purgeTimer = setTimeout(() => void this.purge(), milliseconds).unref()
  }

  private async purge(): Promise<void> {
    const purged = this.group.add(() => this.statements.purge.run(this.options.now()).changes)
    // What keeps it from purging keeps others from writing, and they say so.
    const count = await purged.catch(() => 0)
    const isMore = Number(count) === PURGE_ROWS
    this.purgeAfter(isMore ? PURGE_PAUSE_MILLISECONDS : this.options.purgeMilliseconds)
  }

  private async finish(): Promise<void> {
    clearTimeout(this.purgeTimer)
    // Writes are settled in their order: after this one, there are none.
    await this.group.add(() => undefined).catch(() => undefined)
    this.file.close()
  }
}
