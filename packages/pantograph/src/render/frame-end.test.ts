import { expect, test } from 'vitest'
import { MAX_LOG } from '../wire/upstream.ts'
import { FrameEnd } from './frame-end.ts'
import type { FrameOutput } from './frame-output.ts'
import type { HeadOwner } from './head.ts'

test('a page that asks for ever, and takes no frames, does not fill the memory', () => {
  let news = 0
  const end = new FrameEnd({ onNews: () => void news++ } as unknown as HeadOwner)
  for (let i = 0; i < MAX_LOG + 10; i++) end.answer(`${i}`)
  expect(news).toBe(MAX_LOG + 10)
  const told: string[] = []
  end.write({ page: (_: number, text: string) => told.push(text) } as unknown as FrameOutput)
  expect(told).toHaveLength(MAX_LOG)
  expect([told[0], told.at(-1)]).toEqual(['10', `${MAX_LOG + 9}`])
})
