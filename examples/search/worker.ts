// The catalogue: a hundred thousand books in SQLite, in memory, with a full-text index. In a thread of its own, so that
// no page waits while another one searches.
import { DatabaseSync } from 'node:sqlite'
import { parentPort } from 'node:worker_threads'
import { bookAt } from './words.ts'

/** What is asked, and what is answered under the same number. */
export interface Question {
  readonly id: number
  readonly term: string
  readonly limit: number
}

export interface Hit {
  readonly id: number
  /** What was found stands between U+E000 and U+E001. */
  readonly title: string
  readonly author: string
  readonly year: string
}

export interface Answer {
  readonly id: number
  readonly total: number
  readonly hits: readonly Hit[]
}

const BOOKS = 100_000

const database = new DatabaseSync(':memory:')
fill()

const count = database.prepare('SELECT count(*) AS total FROM books WHERE books MATCH ?')
const find = database.prepare(`
  SELECT rowid AS id, highlight(books, 0, char(0xe000), char(0xe001)) AS title,
    highlight(books, 1, char(0xe000), char(0xe001)) AS author,
    highlight(books, 2, char(0xe000), char(0xe001)) AS year
  FROM books WHERE books MATCH ? ORDER BY rowid LIMIT ?
`)
const first = database.prepare('SELECT rowid AS id, title, author, year FROM books LIMIT ?')

function fill(): void {
  database.exec(`
    CREATE VIRTUAL TABLE books USING fts5(
      title, author, year, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
    );
    BEGIN;
  `)
  const insert = database.prepare('INSERT INTO books VALUES (?, ?, ?)')
  for (let number = 0; number < BOOKS; number++) {
    const { title, author, year } = bookAt(number)
    insert.run(title, author, year)
  }
  database.exec('COMMIT')
}

/** Every word of it, as the beginning of a word: `"am"* "li"*`. Quotes keep words from being operators. */
const matchOf = (term: string): string =>
  (term.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `"${word}"*`).join(' ')

function answer({ id, term, limit }: Question): Answer {
  const match = matchOf(term)
  if (match === '') return { id, total: BOOKS, hits: hitsOf(first.all(limit)) }
  const total = Number(count.get(match)?.['total'])
  return { id, total, hits: hitsOf(find.all(match, limit)) }
}

const hitsOf = (rows: readonly Record<string, unknown>[]): Hit[] =>
  rows.map(({ id, title, author, year }) => ({
    id: Number(id),
    title: String(title),
    author: String(author),
    year: String(year),
  }))

parentPort?.on('message', (question: Question) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  parentPort?.postMessage(answer(question))
})
