// What `bind` makes of every kind of control.
import { Page } from '../lib/page.tsx'
import { EveryControl } from './every-control.tsx'

export function Controls() {
  return (
    <Page
      title="Controls"
      lead="One attribute, bind={signal}, for every control there is: numbers are numbers, dates are dates, and what you type is yours."
    >
      <EveryControl />
    </Page>
  )
}
