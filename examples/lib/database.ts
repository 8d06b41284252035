// The embedded database, opened when it is first needed.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { config } from './config.ts'

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS todos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    profile TEXT NOT NULL,
    title TEXT NOT NULL,
    completed INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS todos_by_profile ON todos (profile, id);
`

let opened: DatabaseSync | undefined

export function database(): DatabaseSync {
  if (opened !== undefined) return opened
  mkdirSync(config.dataDir, { recursive: true })
  opened = new DatabaseSync(join(config.dataDir, 'gallery.sqlite'))
  opened.exec(SCHEMA)
  return opened
}

export function closeDatabase(): void {
  opened?.close()
  opened = undefined
}
