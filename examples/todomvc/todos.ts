// The lists: one per browser profile, kept in the database, live in every tab that shows it.
import { onUnmount, signal } from 'pantograph'
import type { WritableSignal } from 'pantograph'
import { database } from '../lib/database.ts'

export interface Todo {
  readonly id: number
  readonly title: string
  readonly completed: boolean
}

type Change = Partial<Pick<Todo, 'title' | 'completed'>>

export class TodoList {
  readonly todos: WritableSignal<readonly Todo[]>
  /** How many tabs show it. */
  tabs = 0
  private readonly profile: string

  constructor(profile: string) {
    this.profile = profile
    this.todos = signal(load(profile))
  }

  /** Does nothing when the title is blank. */
  add(text: string): void {
    const title = text.trim()
    if (title === '') return
    const { lastInsertRowid } = database()
      .prepare('INSERT INTO todos (profile, title, completed) VALUES (?, ?, 0)')
      .run(this.profile, title)
    this.todos.value = [
      ...this.todos.value,
      { id: Number(lastInsertRowid), title, completed: false },
    ]
  }

  /** A blank title removes it. */
  rename(id: number, text: string): void {
    const title = text.trim()
    if (title === '') this.remove((todo) => todo.id === id)
    else this.change((todo) => todo.id === id, { title })
  }

  setCompleted(id: number, completed: boolean): void {
    this.change((todo) => todo.id === id, { completed })
  }

  setAllCompleted(completed: boolean): void {
    this.change(() => true, { completed })
  }

  remove(which: (todo: Todo) => boolean): void {
    const statement = database().prepare('DELETE FROM todos WHERE id = ?')
    transaction(() => {
      for (const { id } of this.todos.value.filter(which)) statement.run(id)
    })
    this.todos.value = this.todos.value.filter((todo) => !which(todo))
  }

  private change(which: (todo: Todo) => boolean, change: Change): void {
    const statement = database().prepare('UPDATE todos SET title = ?, completed = ? WHERE id = ?')
    const after = this.todos.value.map((todo) => (which(todo) ? { ...todo, ...change } : todo))
    transaction(() => {
      for (const { id, title, completed } of after.filter(which)) {
        statement.run(title, Number(completed), id)
      }
    })
    this.todos.value = after
  }
}

function load(profile: string): Todo[] {
  return database()
    .prepare('SELECT id, title, completed FROM todos WHERE profile = ? ORDER BY id')
    .all(profile)
    .map(({ id, title, completed }) => ({
      id: Number(id),
      title: String(title),
      completed: completed === 1,
    }))
}

function transaction(run: () => void): void {
  database().exec('BEGIN')
  try {
    run()
    database().exec('COMMIT')
  } catch (error) {
    database().exec('ROLLBACK')
    throw error
  }
}

const lists = new Map<string, TodoList>()

/** The list of a profile, for the component whose setup calls it; forgotten when no tab shows it any more. */
export function todosOf(profile: string): TodoList {
  const list = lists.get(profile) ?? new TodoList(profile)
  lists.set(profile, list)
  list.tabs++
  onUnmount(() => {
    if (--list.tabs === 0) lists.delete(profile)
  })
  return list
}
