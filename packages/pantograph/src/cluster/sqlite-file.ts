// Opens an SQLite file for several processes at once, runs transactions in it, and names what goes wrong.
// Knows nothing of what the tables are for.
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type * as sqliteModule from 'node:sqlite'
import { PantographError } from '../errors.ts'

type SqliteModule = typeof sqliteModule

const SQLITE_BUSY = 5
// How long one attempt waits for another process, blocking this one. Attempts are repeated: while the file is
// opened there is nothing else to do, later there are pages to serve.
const OPENING_MILLISECONDS = 100
const BLOCKING_MILLISECONDS = 5
const PAUSE_MILLISECONDS = 10
const LARGEST_LOG = 16 * 1024 * 1024

/** An open SQLite file. */
export class SqliteFile {
  private readonly file: string
  private readonly database: DatabaseSync
  private readonly begin: StatementSync
  private readonly commit: StatementSync
  private readonly rollback: StatementSync

  /**
   * Opens a file, or makes it and its directory.
   *
   * @param schema what is carried out at first, in a transaction
   * @param patience how long to wait for others that have it locked, in milliseconds
   * @throws PantographError `PG_OPTION`, `PG_STORE`
   */
  constructor(file: string, schema: string, patience: number) {
    if (typeof file !== 'string' || file === '' || file.startsWith(':')) {
      throw new PantographError('PG_OPTION', 'an SQLite store needs the path of a file')
    }
    this.file = resolve(file)
    const Database = databaseClass()
    try {
      mkdirSync(dirname(this.file), { recursive: true })
      this.database = new Database(this.file)
    } catch (error) {
      throw this.failure(error)
    }
    this.begin = this.prepare('BEGIN IMMEDIATE')
    this.commit = this.prepare('COMMIT')
    this.rollback = this.prepare('ROLLBACK')
    this.setUp(schema, patience)
  }

  /** @throws PantographError `PG_STORE` when the tables are not those of the schema. */
  prepare(sql: string): StatementSync {
    try {
      return this.database.prepare(sql)
    } catch (error) {
      throw this.abandon(error)
    }
  }

  /** Carries out all of it or nothing, alone among all processes. */
  transaction<T>(work: () => T): T {
    this.begin.run()
    try {
      const result = work()
      this.commit.run()
      return result
    } catch (error) {
      // Some errors (a full disk) have rolled it back already.
      if (this.database.isTransaction) this.rollback.run()
      throw error
    }
  }

  /** What went wrong, with the name of the file. */
  failure(error: unknown): PantographError {
    if (error instanceof PantographError) return error
    const reason = error instanceof Error ? error.message : String(error)
    const hint = isBusy(error) ? ' (another process has kept it locked)' : ''
    return new PantographError('PG_STORE', `${this.file}: ${reason}${hint}`, { cause: error })
  }

  close(): void {
    if (this.database.isOpen) this.database.close()
  }

  /** Closes the file because of an error. Returns what is to be thrown. */
  private abandon(error: unknown): PantographError {
    this.close()
    return this.failure(error)
  }

  private setUp(schema: string, patience: number): void {
    const until = performance.now() + patience
    for (;;) {
      try {
        return this.trySetUp(schema)
      } catch (error) {
        if (!isBusy(error) || performance.now() > until) throw this.abandon(error)
        // Turning the write-ahead log on does not wait for others by itself.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS)
      }
    }
  }

  private trySetUp(schema: string): void {
    this.database.exec(`PRAGMA busy_timeout = ${OPENING_MILLISECONDS}`)
    const mode = this.database.prepare('PRAGMA journal_mode = WAL').get()
    if (mode?.['journal_mode'] !== 'wal') {
      throw new Error('the file system cannot share the file between processes')
    }
    // In this mode a crash of the process loses nothing; one of the machine, the last writes at most.
    this.database.exec('PRAGMA synchronous = NORMAL')
    this.database.exec(`PRAGMA journal_size_limit = ${LARGEST_LOG}`)
    this.transaction(() => this.database.exec(schema))
    this.database.exec(`PRAGMA busy_timeout = ${BLOCKING_MILLISECONDS}`)
  }
}

/** Whether another process had the file locked, and it may work a little later. */
export function isBusy(error: unknown): boolean {
  const errcode = error instanceof Error && 'errcode' in error && error.errcode
  return typeof errcode === 'number' && (errcode & 0xff) === SQLITE_BUSY
}

/** Not imported: a Node without SQLite shall run everything else. */
function databaseClass(): typeof DatabaseSync {
  // The types promise that it is there.
  const sqlite = process.getBuiltinModule('node:sqlite') as Partial<SqliteModule> | undefined
  if (sqlite?.DatabaseSync !== undefined) return sqlite.DatabaseSync
  throw new PantographError('PG_STORE', `this Node (${process.version}) has no node:sqlite`)
}
