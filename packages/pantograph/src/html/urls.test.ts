import { describe, expect, test } from 'vitest'
import { isScriptUrl, isScriptValue } from './urls.ts'

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

describe('values', () => {
  test.each([
    ['meta', 'content', '0;url=javascript:x'],
    ['meta', 'content', '0; URL = " java\nscript:x'],
    ['meta', 'content', ' 1.5, javascript:x'],
    ['meta', 'content', "0;'javascript:x"],
    ['meta', 'content', 'vbscript:x'],
    ['param', 'value', 'javascript:x'],
    ['set', 'to', ' javascript:x'],
    ['animate', 'values', '/a; javascript:x'],
    ['iframe', 'src', 'data:text/html,x'],
    ['iframe', 'src', ' DA\tTA:Text/HTML;base64,x'],
    ['embed', 'src', 'data:image/svg+xml,x'],
    ['object', 'data', 'data:application/xhtml+xml;charset=utf-8,x'],
    ['object', 'data', 'data:text/xml,x'],
    ['script', 'src', 'data:,x'],
    ['script', 'href', 'data:text/javascript,x'],
    ['use', 'xlink:href', 'data:image/svg+xml,x'],
  ])('<%s %s=%j> runs code', (tag, name, value) => {
    expect(isScriptValue(tag, name, value)).toBe(true)
  })

  test.each([
    ['meta', 'content', '5;url=/next'],
    ['meta', 'content', 'About javascript: what it is'],
    ['p', 'content', 'javascript:x'],
    ['input', 'value', 'javascript:x'],
    ['img', 'src', 'data:image/svg+xml,x'],
    ['iframe', 'src', 'data:application/pdf;base64,x'],
    ['iframe', 'src', '/data:text/html'],
    ['a', 'href', 'data:text/html,x'],
    ['script', 'src', '/data:x'],
    ['use', 'href', '#data:x'],
  ])('<%s %s=%j> does not', (tag, name, value) => {
    expect(isScriptValue(tag, name, value)).toBe(false)
  })
})
