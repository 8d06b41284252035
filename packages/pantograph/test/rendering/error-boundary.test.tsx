// ErrorBoundary: whatever fails in it on the server, something else is shown in its place, and its neighbours stay.
import { describe, expect, test } from 'vitest'
import { effect, ErrorBoundary, onMount, onUnmount, signal } from 'pantograph'
import type { Child } from 'pantograph'
import { inStep } from './compare.ts'
import { open, TestPage } from './page.ts'

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Fails where it is told to, as often as it is told to. */
function Fails({ where, times }: { where: string; times: { left: number } }) {
  const fail = signal(false)
  const boom = (here: string): void => {
    if (here !== where || times.left === 0) return
    times.left--
    throw new Error(`in ${here}`)
  }
  boom('setup')
  onMount(() => boom('mount'))
  effect(() => {
    if (fail.value) boom('effect')
  })
  return () => {
    boom('first view')
    if (fail.value) boom('view')
    return (
      <div id="content">
        <button
          id="fail"
          onClick={() => {
            fail.value = true
            boom('handler')
          }}
        />
        <button
          id="later"
          onClick={async () => {
            await Promise.resolve()
            boom('late handler')
          }}
        />
      </div>
    )
  }
}

async function Late(props: { where: string; times: { left: number } }) {
  await Promise.resolve()
  if (props.where === 'late setup' && props.times.left-- > 0) throw new Error('in late setup')
  return () => <Fails {...props} />
}

function Guarded({ children }: { children?: Child }) {
  return () => (
    <main>
      <input id="before" />
      <ErrorBoundary
        fallback={(error, retry) => (
          <p id="fallback">
            <b>{message(error)}</b>
            <button id="retry" onClick={retry} />
          </p>
        )}
      >
        {children}
      </ErrorBoundary>
      <i>after</i>
    </main>
  )
}

const WHERE = [
  'setup',
  'late setup',
  'first view',
  'mount',
  'view',
  'effect',
  'handler',
  'late handler',
]

describe.each(WHERE)('what fails in the %s', (where) => {
  test('is shown in place of the content, logged once, and can be tried again', async () => {
    const times = { left: 1 }
    const page = await open(() => () => (
      <Guarded>
        <Late where={where} times={times} />
      </Guarded>
    ))
    const input = page.find('#before')
    if (times.left > 0) page.find(where.startsWith('late') ? '#later' : '#fail').click()
    await page.settle()
    expect(page.find('#fallback b').textContent).toBe(`in ${where}`)
    expect(page.body.querySelector('#content')).toBe(null)
    expect(page.log.map(({ message }) => message)).toEqual(['PG_CAUGHT: the page goes on'])
    const component = where === 'late setup' ? 'Late' : 'Fails'
    expect(page.log[0]?.data).toMatchObject({ component })
    await inStep(page)
    page.find('#retry').click()
    await page.settle()
    expect(page.body.querySelector('#fallback')).toBe(null)
    page.find('#content')
    expect(page.find('#before')).toBe(input)
    expect(page.session.state).toBe('live')
    await inStep(page)
  })
})

test('what failed is unmounted, its neighbours stay', async () => {
  const ended: string[] = []
  const Part = ({ name, fails }: { name: string; fails: { value: boolean } }) => {
    onUnmount(() => void ended.push(name))
    return () => {
      if (fails.value) throw new Error('no')
      return <em>{name}</em>
    }
  }
  const fails = signal(false)
  const never = signal(false)
  const page = await open(() => () => (
    <main>
      <Guarded>
        <Part name="one" fails={never} />
        <Part name="two" fails={fails} />
      </Guarded>
      <Part name="three" fails={never} />
    </main>
  ))
  const three = page.body.querySelectorAll('em')[2]
  fails.value = true
  await page.settle()
  expect(ended).toEqual(['one', 'two'])
  expect([...page.body.querySelectorAll('em')]).toEqual([three])
})

test('an item of a list fails: only that item is replaced', async () => {
  const fails = signal(0)
  const Row = ({ id }: { id: number }) => {
    if (fails.value === id) throw new Error(`row ${id}`)
    return <li>{id}</li>
  }
  const page = await open(() => () => (
    <ul>
      {[1, 2, 3].map((id) => (
        <ErrorBoundary key={id} fallback={(error) => <li>{message(error)}</li>}>
          <Row id={id} />
        </ErrorBoundary>
      ))}
    </ul>
  ))
  const [one, , three] = page.body.querySelectorAll('li')
  fails.value = 2
  await page.settle()
  const after = [...page.body.querySelectorAll('li')]
  expect(after.map((li) => li.textContent)).toEqual(['1', 'row 2', '3'])
  expect([after[0], after[2]]).toEqual([one, three])
  await inStep(page)
})

test('an error in the fallback reaches the boundary further out; without one it ends the session', async () => {
  const fails = signal(false)
  const Inner = () => {
    if (fails.value) throw new Error('inner')
    return <i>fine</i>
  }
  const bad = (): never => {
    throw new Error('fallback')
  }
  const Both = () => (
    <ErrorBoundary fallback={bad}>
      <Inner />
    </ErrorBoundary>
  )
  const page = await open(() => () => (
    <Guarded>
      <Both />
    </Guarded>
  ))
  fails.value = true
  await page.settle()
  expect(page.find('#fallback b').textContent).toBe('fallback')
  await inStep(page)
  fails.value = false
  const alone = await open(() => () => <Both />)
  fails.value = true
  await alone.settle()
  expect(alone.ended).toBe('PG_COMPONENT_FAILED 2')
  fails.value = true
  expect(() => new TestPage([[() => () => <Both />, {}]])).toThrow('fallback')
})

test('half a change to the content leaves nothing behind', async () => {
  const rows = signal([1, 2, 3])
  const Row = ({ id }: { id: number }) => {
    if (id === 99) throw new Error('99')
    return <li>{id}</li>
  }
  const List = () => (
    <ul>
      {rows.value.map((id) => (
        <Row key={id} id={id} />
      ))}
    </ul>
  )
  const page = await open(() => () => (
    <Guarded>
      <List />
    </Guarded>
  ))
  for (const ids of [
    [3, 4, 99, 1],
    [5, 99],
    [99, 2],
  ]) {
    rows.value = ids
    await page.settle()
    expect(page.find('#fallback b').textContent).toBe('99')
    rows.value = [1, 2, 3]
    page.find('#retry').click()
    await page.settle()
    expect([...page.body.querySelectorAll('li')].map((li) => li.textContent)).toEqual([
      '1',
      '2',
      '3',
    ])
    await inStep(page)
  }
})

test('content that fails again before the page can be told is still content', async () => {
  const value = signal(0)
  const Fails = () => {
    effect(() => {
      if (value.value % 2 === 1) throw new Error(`at ${value.peek()}`)
    })
    return () => <i>fine</i>
  }
  const page = await open(() => () => (
    <Guarded>
      <Fails />
    </Guarded>
  ))
  page.cut()
  for (const now of [1, 2, 3]) {
    value.value = now
    await page.settle()
  }
  page.reconnect()
  await page.settle()
  expect(page.find('#fallback b').textContent).toBe('at 1')
  expect(page.session.state).toBe('live')
  await inStep(page)
})

test('a page that comes back on another server tries again', async () => {
  const times = { left: 1 }
  const page = await open(() => () => (
    <Guarded>
      <Fails where="handler" times={times} />
    </Guarded>
  ))
  page.find('#fail').click()
  await page.settle()
  page.find('#fallback')
  expect(page.session.link.hibernate()).toBe(false)
  await page.moveOn()
  page.reconnect()
  await page.settle()
  page.find('#content')
  await inStep(page)
})
