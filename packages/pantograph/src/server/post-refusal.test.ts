// The page that stands in for one whose form was not taken.
import { expect, test } from 'vitest'
import { refusalAnswer } from './post-refusal.ts'

const htmlOf = (path: string): string =>
  Buffer.from(refusalAnswer('PG_FORM_BODY', path).body ?? []).toString()

test('its link leads back to the page, never to another host', () => {
  expect(htmlOf('/a?b"')).toContain('href="/a?b&quot;"')
  const [, href = ''] = /href="([^"]*)"/.exec(htmlOf('//evil.example/x')) ?? []
  const to = new URL(href, 'http://page.example/here')
  expect([to.host, to.pathname]).toEqual(['page.example', '//evil.example/x'])
})
