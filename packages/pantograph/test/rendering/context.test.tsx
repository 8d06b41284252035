// Contexts: values that reach components below without props in between.
import { expect, test } from 'vitest'
import { createContext, inject, provide, signal } from 'pantograph'
import type { Child, ReadonlySignal } from 'pantograph'
import { inStep } from './compare.ts'
import { open, TestPage } from './page.ts'

const withCode = (code: string): unknown => expect.objectContaining({ code })

const Name = createContext<string>('Name', 'nobody')
const Count = createContext<ReadonlySignal<number>>('Count')

function Show() {
  const name = inject(Name)
  return () => <b>{name}</b>
}

function Give({ name, children }: { name: string; children?: Child }) {
  provide(Name, name)
  return () => <div>{children}</div>
}

test('the nearest component above gives the value; without one it is the initial', async () => {
  const page = await open(() => () => (
    <main>
      <Show />
      <Give name="one">
        <Show />
        <Give name="two">
          {['a', 'b'].map((key) => (
            <Show key={key} />
          ))}
        </Give>
        <Show />
      </Give>
    </main>
  ))
  expect(page.body.textContent).toBe('nobodyonetwotwoone')
})

test('a component takes what is above it, not what it gives itself', async () => {
  function Both() {
    provide(Name, 'own')
    const name = inject(Name)
    return () => (
      <p>
        {name} <Show />
      </p>
    )
  }
  const page = await open(() => () => (
    <Give name="above">
      <Both />
    </Give>
  ))
  expect(page.find('p').textContent).toBe('above own')
})

test('a signal in a context is live, also for what is mounted later and behind an await', async () => {
  const count = signal(1)
  const isShown = signal(false)
  function Doubled() {
    const value = inject(Count)
    return () => <i>{value.value * 2}</i>
  }
  async function Late() {
    await Promise.resolve()
    const value = inject(Count)
    return () => <u>{value}</u>
  }
  function Page() {
    provide(Count, count)
    return () => (
      <p>
        <Late />
        {isShown.value && <Doubled />}
      </p>
    )
  }
  const page = await open(Page)
  isShown.value = true
  await page.settle()
  count.value = 4
  await page.settle()
  expect(page.find('p').textContent).toBe('48')
  await inStep(page)
})

test('nobody gives a value, and there is no initial one: PG_CONTEXT', () => {
  const Lonely = () => {
    const value = inject(Count)
    return () => <i>{value}</i>
  }
  expect(() => new TestPage([[Lonely, {}]])).toThrow(withCode('PG_CONTEXT'))
  expect(() => inject(Count)).toThrow(withCode('PG_NO_COMPONENT'))
  expect(() => provide(Name, '')).toThrow(withCode('PG_NO_COMPONENT'))
})

test('an initial value may be undefined', async () => {
  const Perhaps = createContext<string | undefined>('Perhaps', undefined)
  const page = await open(() => {
    const value = inject(Perhaps)
    return () => <p>{String(value)}</p>
  })
  expect(page.find('p').textContent).toBe('undefined')
})
