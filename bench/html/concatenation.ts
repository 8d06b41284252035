// What a careful author writes by hand: strings put together, everything dynamic escaped.
import type { Row } from '../lib/rows.ts'

const REFERENCES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const UNSAFE = /[&<>"]/
const ALL = /[&<>"]/g

/** Looking first is what fast escapers do: most strings need nothing. */
function escape(text: string): string {
  return UNSAFE.test(text) ? text.replace(ALL, (char) => REFERENCES[char] as string) : text
}

export function concatenate(rows: readonly Row[], selected: number): string {
  let html = '<table class="table table-hover table-striped test-data"><tbody id="tbody">'
  for (const { id, label } of rows) {
    html += `<tr${id === selected ? ' class="danger"' : ''}><td class="col-md-1">${id}</td><td class="col-md-4"><a class="lbl">${escape(label)}</a></td><td class="col-md-1"><a class="remove"><span class="remove glyphicon glyphicon-remove" aria-hidden="true"></span></a></td><td class="col-md-6"></td></tr>`
  }
  return `${html}</tbody></table>`
}
