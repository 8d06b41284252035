// What a handler may answer with: cookies that a browser takes, and addresses that lead to pages.
import { describe, expect, test } from 'vitest'
import { Answer } from './answer.ts'

describe('cookies', () => {
  test('are for the whole site and not for scripts, unless told otherwise', () => {
    const answer = new Answer()
    answer.set('id', 'a1')
    answer.set('theme', 'dark', {
      maxAge: 60,
      expires: new Date(0),
      path: '/app',
      domain: 'example.org',
      secure: true,
      httpOnly: false,
      sameSite: 'none',
    })
    expect(answer.cookies).toEqual([
      'id=a1; Path=/; SameSite=lax; HttpOnly',
      'theme=dark; Path=/app; SameSite=none; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT; ' +
        'Domain=example.org; Secure',
    ])
  })

  test.each([
    ['a name with a space', ['a b', 'x']],
    ['no name', ['', 'x']],
    ['a value that begins another cookie', ['a', 'x; Domain=evil.example']],
    ['a value that begins another header', ['a', 'x\r\nLocation: https://evil.example']],
    ['a path that sets attributes', ['a', 'x', { path: '/; Domain=evil.example' }]],
    ['a domain that is none', ['a', 'x', { domain: 'evil.example; Path=/' }]],
    ['a life that is no number', ['a', 'x', { maxAge: NaN }]],
    ['more than a browser keeps', ['a', 'x'.repeat(5000)]],
  ] as const)('%s is refused', (_, [name, value, options = {}]) => {
    expect(() => new Answer().set(name, value, options)).toThrow('PG_COOKIE')
  })
})

describe('redirect', () => {
  test.each([
    ['/a/../b?c#d', '/b?c#d'],
    ['/ä b', '/%C3%A4%20b'],
    ['https://example.org/x', 'https://example.org/x'],
    ['/a\r\nSet-Cookie: x', '/aSet-Cookie:%20x'],
  ])('%j leads to %j', (to, location) => {
    const answer = new Answer()
    answer.redirect(to)
    expect(answer.location).toBe(location)
  })

  test.each([
    '',
    'x',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    ' javascript:1',
    'data:,x',
    '/\t/evil.example',
    '/\n/evil.example',
  ])('%j is refused', (to) => {
    expect(() => new Answer().redirect(to)).toThrow('PG_URL')
  })
})
