// Lays the lines out as a Markdown table that can be read as text.
import type { Line } from './report.ts'

const HEAD = [
  'what',
  'ours',
  'floor or peer, same run',
  'ratio (p10–p90)',
  'budget',
  '',
  'published elsewhere',
]

export function tableOf(lines: readonly Line[]): string {
  const rows = [HEAD, ...lines.map(cells)]
  const widths = HEAD.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] as string).length), 3),
  )
  const print = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] as number)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [print(HEAD), rule, ...rows.slice(1).map(print)].join('\n')
}

function cells({
  what,
  ours,
  other = '',
  ratio,
  budget = '',
  met,
  published = '',
}: Line): string[] {
  const verdict = met === undefined ? '' : met ? 'met' : 'MISSED'
  const spread =
    ratio === undefined
      ? ''
      : `${ratio.median.toFixed(2)} (${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)})`
  return [what, ours, other, spread, budget, verdict, published]
}
