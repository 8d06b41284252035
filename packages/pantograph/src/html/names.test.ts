import { describe, expect, test } from 'vitest'
import { attributeName, tagName } from './names.ts'
import { isScriptValue } from './urls.ts'

const withCode = (code: string): unknown => expect.objectContaining({ code })

describe('attribute names', () => {
  test.each([
    ['class', 'class'],
    ['className', 'class'],
    ['htmlFor', 'for'],
    ['viewBox', 'viewBox'],
    ['aria-label', 'aria-label'],
    ['data-größe', 'data-größe'],
    ['xlink:href', 'xlink:href'],
    ['_private', '_private'],
    ['VIEWBOX', 'viewBox'],
    ['tabIndex', 'tabindex'],
    ['Äpfel', 'Äpfel'],
    ['definitionurl', 'definitionURL'],
    ['on-tick', 'on-tick'],
  ])('%s is written %s', (given, written) => {
    expect(attributeName(given)).toBe(written)
  })

  test.each([
    '',
    ' ',
    'a b',
    'a"',
    "a'",
    'a>',
    'a<b',
    'a/b',
    'a=b',
    'a\nb',
    'a\u0000',
    'a\u0085',
    '\ufffe',
  ])('%j would break out of the tag', (name) => {
    expect(() => attributeName(name)).toThrow(withCode('PG_ATTRIBUTE_NAME'))
  })

  test.each(['onclick', 'ONCLICK', 'onClick', 'onerror', 'onpointerrawupdate', 'on'])(
    '%s would run a string as code',
    (name) => {
      expect(() => attributeName(name)).toThrow(withCode('PG_ATTRIBUTE_NAME'))
    },
  )

  test.each(['innerHTML', 'innerhtml', 'outerHTML', 'srcdoc', 'srcDoc', 'dangerouslySetInnerHTML'])(
    '%s would insert HTML',
    (name) => {
      expect(() => attributeName(name)).toThrow(withCode('PG_ATTRIBUTE_NAME'))
    },
  )

  test.each(['@click', '1st', '-x', '[x]', 'a,b', '{x}'])(
    '%s passed, but the browser cannot set it: the page lost its connection',
    (name) => {
      expect(() => attributeName(name)).toThrow(withCode('PG_ATTRIBUTE_NAME'))
    },
  )

  test('an address attribute in capitals escaped the check of its value', () => {
    for (const name of ['HREF', 'Src', 'formAction', 'XLINK:HREF']) {
      expect(isScriptValue('a', attributeName(name), 'javascript:')).toBe(true)
    }
  })
})

describe('tag names', () => {
  test.each(['p', 'h1', 'my-element', 'foreignObject'])('%s', (name) => {
    expect(() => tagName(name)).not.toThrow()
  })

  test.each(['', '1a', 'a b', 'a>', 'p/', 'a<', 'a"', '!--', 'a=b', 'a\u0000b'])(
    '%j is none',
    (name) => {
      expect(() => tagName(name)).toThrow(withCode('PG_TAG_NAME'))
    },
  )
})
