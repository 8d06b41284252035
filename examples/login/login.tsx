// Logging in and out: a handler sets a cookie, and the page is loaded again as somebody else's. With JavaScript and
// without.
import { createForm, FieldIssues, user } from 'pantograph'
import { z } from 'zod'
import { Row } from '../forms/parts.tsx'
import { href } from '../lib/config.ts'
import { Page } from '../lib/page.tsx'
import { MEMBER, memberCookie, memberIn } from './member.ts'

/** Whoever reads the source may enter. */
const PASSWORD = 'pantograph'
const DAY = 24 * 60 * 60

const schema = z.object({
  name: z.string().trim().min(1, 'What are you called?').max(40, 'No more than 40 characters.'),
  password: z.string().min(1, 'There is one.'),
})

export function Login() {
  const member = memberIn(user())
  return () => (
    <Page
      title="Log-in"
      lead="A form that sets a cookie: the page is then loaded again, as the page of whoever has logged in."
      isForm
    >
      <section class="panel">{member === null ? <LogIn /> : <LogOut member={member} />}</section>
    </Page>
  )
}

function LogIn() {
  const form = createForm({
    name: 'log-in',
    schema,
    initial: { name: '', password: '' },
    validate: 'submit',
    onSubmit({ name, password }, { cookies, redirect, fail }) {
      if (password !== PASSWORD) return fail({ password: 'That is not the password.' })
      cookies.set(MEMBER, memberCookie(name), { maxAge: DAY, path: href('/') })
      redirect(href('/login'))
    },
  })
  return () => (
    <form class="fields" {...form.props}>
      <Row of={form.field('name')} label="Name">
        <input autocomplete="username" {...form.field('name').props} />
      </Row>
      <Row of={form.field('password')} label="Password" hint={`It is “${PASSWORD}”.`}>
        <input type="password" autocomplete="current-password" {...form.field('password').props} />
      </Row>
      <FieldIssues of={form} />
      <p class="line">
        <button data-pending-disable>Log in</button>
      </p>
    </form>
  )
}

function LogOut({ member }: { member: string }) {
  const form = createForm({
    name: 'log-out',
    schema: z.object({}),
    initial: {},
    onSubmit(_, { cookies, redirect }) {
      cookies.delete(MEMBER, { path: href('/') })
      redirect(href('/login'))
    },
  })
  return () => (
    <form class="fields" {...form.props}>
      <p role="status">You are logged in as {member}.</p>
      <p class="line">
        <button data-pending-disable>Log out</button>
      </p>
    </form>
  )
}
