// What of a page's HTML a browser could have sent: also in HTML that is an author's own.
import { expect, test } from 'vitest'
import { PageControls } from './page-controls.ts'

const pageWith = (html: string): PageControls =>
  new PageControls(`<form id="f">${html}</form>`, 'f')

test('boxes and lists that are not disabled', () => {
  const page = pageWith(
    `<input type="checkbox" name="a&quot;b" value="x &gt; y"><INPUT NAME=c TYPE=checkbox>` +
      `<select name='d' multiple><option>1</select><input name="e" value="2" disabled>` +
      `<fieldset disabled><fieldset><input name="f"></fieldset></fieldset><input name="g">`,
  )
  const all = [
    ['a"b', 'x > y'],
    ['c', 'on'],
    ['d', ''],
    ['e', '2'],
    ['f', 'on'],
    ['g', 'on'],
  ] as const
  expect(all.filter(([name, value]) => page.has(name, value)).map(([name]) => name)).toEqual([
    'a"b',
    'c',
    'd',
    'g',
  ])
})

test('buttons that send a form', () => {
  const page = pageWith(
    `<button name="a">A</button><button name="b" type="button">B</button><input name="c" type="submit">` +
      `<button name="d" disabled>D</button><button type="reset" name="e">E</button>`,
  )
  expect([...'abcde'].filter((name) => page.hasButton(name)).join('')).toBe('ac')
})

test('what stands in texts and comments is neither', () => {
  const page = pageWith(
    `<!-- <button name="a"> --><textarea title="a > b"><button name="b"></textarea>` +
      `<script>'<fieldset disabled>'</script><button name="c">C</button>`,
  )
  expect([...'abc'].filter((name) => page.hasButton(name)).join('')).toBe('c')
})

test('what belongs to another form is none of this one', () => {
  const page = new PageControls(
    `<form id="e"><input name="a"><button name="b"></button><input name="c" form="f"></form>` +
      `<form id="f"><input name="d"><input name="e" form="e"></form><input name="g">` +
      `<button name="h" form="f"></button>`,
    'f',
  )
  expect([...'acdeg'].filter((name) => page.has(name, 'on')).join('')).toBe('cd')
  expect([...'bh'].filter((name) => page.hasButton(name)).join('')).toBe('h')
})

test('password fields, of whichever form', () => {
  const page = new PageControls(
    `<form id="e"><input type="PASSWORD" name="a" disabled></form><input type=password name=b><input name="c">`,
    'f',
  )
  expect([...page.secrets]).toEqual(['a', 'b'])
})
