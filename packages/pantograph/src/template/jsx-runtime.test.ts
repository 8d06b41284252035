import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { PantographError } from '../errors.ts'
import { jsx } from './jsx-runtime.ts'

test('a name with a space in it does not pass for two names that are known', () => {
  jsx('p', { 'data-a': '1', 'data-b': '2' })
  expect(() => jsx('p', { 'data-a data-b': '1' })).toThrow(PantographError)
})

test('pages whose attributes always have other names do not fill the memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const first = new WeakRef(templateOf('data-0'))
  for (let i = 1; i <= 10_100; i++) templateOf(`data-${i}`)
  await expect
    .poll(() => {
      collect()
      return first.deref() === undefined
    })
    .toBe(true)
  expect(templateOf('data-10100')).toBe(templateOf('data-10100'))
})

const templateOf = (name: string): object =>
  (jsx('p', { [name]: '' }) as unknown as { template: object }).template
