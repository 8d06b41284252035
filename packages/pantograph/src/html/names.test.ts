import { describe, expect, test } from 'vitest'
import { assertTagName, attributeName, isScriptUrl, isScriptValue } from './names.ts'

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
      expect(isScriptValue(attributeName(name), 'javascript:')).toBe(true)
    }
  })
})

describe('tag names', () => {
  test.each(['p', 'h1', 'my-element', 'foreignObject'])('%s', (name) => {
    expect(() => assertTagName(name)).not.toThrow()
  })

  test.each(['', '1a', 'a b', 'a>', 'p/', 'a<', 'a"', '!--', 'a=b', 'a\u0000b'])(
    '%j is none',
    (name) => {
      expect(() => assertTagName(name)).toThrow(withCode('PG_TAG_NAME'))
    },
  )
})

describe('addresses', () => {
  test.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    '\t\n javascript:alert(1)',
    '\u0000\u0001\u001fjavascript:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    'j\ra\nv\ta\rscript\t:alert(1)',
    'javascript\n:alert(1)',
    'javascript:',
    'vbscript:msgbox(1)',
    'VB\tSCRIPT:msgbox(1)',
  ])('%j runs code', (url) => {
    expect(isScriptUrl(url)).toBe(true)
  })

  test.each([
    '',
    '/javascript:alert(1)',
    './javascript:x',
    '#javascript:x',
    '?q=javascript:x',
    'https://example.org/javascript:x',
    'javascript',
    'javascripts:x',
    'my-javascript:x',
    'java script:x',
    '\u00a0javascript:x',
    'mailto:javascript@example.org',
  ])('%j does not', (url) => {
    expect(isScriptUrl(url)).toBe(false)
  })

  test('a script address is what the URL parser takes for one', () => {
    const wrong: string[] = []
    for (let code = 0; code < 0x3000; code++) {
      const char = String.fromCharCode(code)
      for (const url of [`${char}javascript:x`, `java${char}script:x`, `javascript${char}:x`]) {
        const parsed = URL.canParse(url) && new URL(url).protocol === 'javascript:'
        if (isScriptUrl(url) !== parsed) wrong.push(url)
      }
    }
    expect(wrong).toEqual([])
  })
})
