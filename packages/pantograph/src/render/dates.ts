// Dates in controls: what a control shows of a Date, and the Date of what it says. All in UTC: a control knows no
// time zone, so the same text is the same Date on every server.
export type DateKind = 'date' | 'datetime-local' | 'month'

/** As the control has it; empty for a date that it cannot show. */
export function dateText(kind: DateKind, date: Date): string {
  const year = date.getUTCFullYear()
  // Also where there is no such date.
  if (!(year >= 1)) return ''
  const iso = date.toISOString().replace(/^\+0*/, '')
  const day = iso.slice(0, iso.indexOf('T'))
  if (kind === 'date') return day
  if (kind === 'month') return day.slice(0, -3)
  return iso.replace(/(?::00)?\.000Z$/, '').replace('Z', '')
}

/** Null where there is none. */
export function dateOf(kind: DateKind, text: string): Date | null {
  const [year = '', ...rest] = text.split('-')
  const whole = [year.length > 4 ? `+${year.padStart(6, '0')}` : year, ...rest].join('-')
  const date = new Date(kind === 'datetime-local' ? `${whole}Z` : whole)
  return Number.isNaN(date.getTime()) ? null : date
}
