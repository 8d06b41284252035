// The page that stands in for one whose form was not taken.
import { expect, test } from 'vitest'
import { noticeOf, refusalAnswer } from './post-refusal.ts'

const htmlOf = (path: string): string =>
  Buffer.from(refusalAnswer('PG_FORM_BODY', path).body ?? []).toString()

test('its link leads back to the page, never to another host', () => {
  expect(htmlOf('/a?b"')).toContain('href="/a?b&quot;"')
  const [, href = ''] = /href="([^"]*)"/.exec(htmlOf('//evil.example/x')) ?? []
  const to = new URL(href, 'http://page.example/here')
  expect([to.host, to.pathname]).toEqual(['page.example', '//evil.example/x'])
})

test('what is secret is not listed: by its name, by its field, and entered again', () => {
  const fields = new Map([
    ['user', ['Ada']],
    ['password', ['hunter2']],
    ['again', ['hunter2']],
    ['pwd', ['swordfish']],
    ['motto', ['open sesame']],
  ])
  const { html } = noticeOf('PG_FORM_UNKNOWN', fields, new Set(['motto']))
  expect(html).toContain('<dl><dt>user</dt><dd>Ada</dd></dl>')
})
