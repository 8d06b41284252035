// Forms: a sign-up with every kind of control, an order whose lines come and go, both checked on the server by a schema.
import { Page } from '../lib/page.tsx'
import { Order } from './order.tsx'
import { SignUp } from './sign-up.tsx'

export function Forms() {
  return (
    <Page
      title="Forms"
      lead="Typed values, issues where they belong, nothing typed is lost. Both forms also work without JavaScript."
      isForm
    >
      <SignUp />
      <Order />
    </Page>
  )
}
