// TodoMVC, as https://github.com/tastejs/todomvc/blob/master/app-spec.md asks for it.
import { on, signal, url, user } from 'pantograph'
import { href } from '../lib/config.ts'
import { profileIn } from '../login/member.ts'
import { todosOf } from './todos.ts'
import type { Todo, TodoList } from './todos.ts'

const FILTERS = [
  { hash: '#/', name: 'All', shows: () => true },
  { hash: '#/active', name: 'Active', shows: (todo: Todo) => !todo.completed },
  { hash: '#/completed', name: 'Completed', shows: (todo: Todo) => todo.completed },
] as const

type Filter = (typeof FILTERS)[number]

export function TodoMvc() {
  const list = todosOf(profileIn(user()) ?? 'nobody')

  return () => {
    const todos = list.todos.value
    const filter = FILTERS.find(({ hash }) => hash === url().hash) ?? FILTERS[0]
    return (
      <>
        <section class="todoapp" role="main">
          <header class="header">
            <h1>todos</h1>
            <NewTodo list={list} />
          </header>
          {todos.length > 0 && <Main todos={todos} filter={filter} list={list} />}
          {todos.length > 0 && <Footer todos={todos} filter={filter} list={list} />}
        </section>
        <footer class="info">
          <p>Double-click to edit a todo</p>
          <p>
            Created with <a href={href('/')}>Pantograph</a>
          </p>
          <p>
            Part of <a href="https://todomvc.com">TodoMVC</a>
          </p>
        </footer>
      </>
    )
  }
}

interface PartProps {
  readonly todos: readonly Todo[]
  readonly filter: Filter
  readonly list: TodoList
}

function Main({ todos, filter, list }: PartProps) {
  return (
    <section class="main">
      <input
        id="toggle-all"
        class="toggle-all"
        type="checkbox"
        checked={todos.every((todo) => todo.completed)}
        onChange={(event) => list.setAllCompleted(event.checked)}
      />
      <label for="toggle-all">Mark all as complete</label>
      <ul class="todo-list">
        {todos.filter(filter.shows).map((todo) => (
          <TodoItem key={todo.id} todo={todo} list={list} />
        ))}
      </ul>
    </section>
  )
}

function Footer({ todos, filter, list }: PartProps) {
  const left = todos.filter((todo) => !todo.completed).length
  return (
    <footer class="footer">
      <span class="todo-count">
        <strong>{left}</strong> {left === 1 ? 'item' : 'items'} left
      </span>
      <ul class="filters">
        {FILTERS.map(({ hash, name }) => (
          <li>
            <a href={hash} class={hash === filter.hash && 'selected'}>
              {name}
            </a>
          </li>
        ))}
      </ul>
      {left < todos.length && (
        <button
          type="button"
          class="clear-completed"
          onClick={() => list.remove((todo) => todo.completed)}
        >
          Clear completed
        </button>
      )}
    </footer>
  )
}

function NewTodo({ list }: { list: TodoList }) {
  const draft = signal('')

  function add(title: string): void {
    list.add(title)
    draft.value = ''
  }

  return () => (
    <input
      class="new-todo"
      placeholder="What needs to be done?"
      aria-label="What needs to be done?"
      autocomplete="off"
      autofocus
      value={draft}
      onInput={(event) => (draft.value = event.value)}
      onKeyDown={on((event) => add(event.value), { key: 'Enter' })}
    />
  )
}

function TodoItem({ list }: { todo: Todo; list: TodoList }) {
  /** The title that is being edited; null when none is. */
  const editing = signal<string | null>(null)
  /** Each edit has an input of its own, so that nothing of a discarded one is left. */
  const edits = signal(0)

  function leave(): void {
    editing.value = null
    edits.value++
  }

  function save(id: number, title: string): void {
    if (editing.value === null) return
    leave()
    list.rename(id, title)
  }

  return ({ todo: { id, title, completed } }: { todo: Todo }) => (
    <li class={{ completed, editing: editing.value !== null }}>
      <div class="view">
        <input
          class="toggle"
          type="checkbox"
          aria-label={`Completed: ${title}`}
          checked={completed}
          onChange={(event) => list.setCompleted(id, event.checked)}
        />
        <label onDblClick={() => (editing.value = title)}>{title}</label>
        <button
          type="button"
          class="destroy"
          aria-label={`Delete: ${title}`}
          onClick={() => list.remove((todo) => todo.id === id)}
        />
      </div>
      <input
        key={edits.value}
        class="edit"
        aria-label="Edit"
        value={editing.value ?? title}
        autofocus={editing.value !== null}
        onKeyDown={on((event) => (event.key === 'Enter' ? save(id, event.value) : leave()), {
          key: ['Enter', 'Escape'],
        })}
        onBlur={(event) => save(id, event.value)}
      />
    </li>
  )
}
