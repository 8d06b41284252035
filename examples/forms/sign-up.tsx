// A sign-up with every kind of control. The schema says what is right; the form says where it is not.
import { createForm, FieldIssues, signal } from 'pantograph'
import type { PantographFile } from 'pantograph'
import { z } from 'zod'
import { Group, Row } from './parts.tsx'

const COUNTRIES = { at: 'Austria', it: 'Italy', jp: 'Japan', uk: 'United Kingdom' }
const LANGUAGES = ['English', 'German', 'Italian', 'Japanese']
const PLANS = { free: 'Free', team: 'Team', company: 'Company' }
const INTERESTS = ['charts', 'forms', 'streams']

const LARGEST_PHOTO = 1_000_000

/** What a browser says of a file. */
const photo = z.object({
  name: z.string(),
  type: z.string().startsWith('image/', 'That is no picture.'),
  size: z.number().max(LARGEST_PHOTO, 'A photo has 1 MB at most.'),
  lastModified: z.number(),
})

/** An address that somebody has already. */
const TAKEN = 'ada@example.org'

const account = z
  .object({
    name: z.string().trim().min(1, 'What are you called?'),
    email: z.email('That is no e-mail address.'),
    password: z.string().min(10, 'At least 10 characters.').regex(/\d/, 'At least one digit.'),
    again: z.string(),
    born: z
      .date('When were you born?')
      .max(new Date('2010-12-31'), 'You must have been born before 2011.'),
    phone: z.string().regex(/^(\+?[\d ]{5,20})?$/, 'Digits and spaces only.'),
    website: z.union([z.literal(''), z.url('That is no address of a page.')]),
    call: z.string(),
    tour: z.date().min(new Date('2026-01-01'), 'That is over.').nullable(),
    country: z.enum(Object.keys(COUNTRIES) as ['at'], 'Choose a country.'),
    languages: z.array(z.string()).min(1, 'Choose at least one.'),
    interests: z.array(z.string()),
    plan: z.enum(Object.keys(PLANS) as ['free']),
    seats: z.number('How many seats?').int('Whole seats only.').min(1).max(500),
    color: z.string().regex(/^#[\da-f]{6}$/),
    contrast: z.number().min(0).max(100),
    photo: z.array(photo),
    about: z.string().max(200, 'No more than 200 characters.'),
    news: z.boolean(),
    terms: z.literal(true, 'Nothing goes without them.'),
  })
  .refine(({ password, again }) => password === again, {
    path: ['again'],
    message: 'That is not the same.',
  })

const initial = {
  name: '',
  email: '',
  password: '',
  again: '',
  born: null as Date | null,
  phone: '',
  website: '',
  call: '09:00',
  tour: null as Date | null,
  country: '',
  languages: [] as string[],
  interests: ['forms'],
  plan: 'free',
  seats: 1 as number | null,
  color: '#14606f',
  contrast: 50 as number | null,
  photo: [] as PantographFile[],
  about: '',
  news: false,
  terms: false,
}

const photoHint = ([file]: readonly PantographFile[]): string =>
  file === undefined
    ? 'A picture of 1 MB at most. It stays with you: only its name is told.'
    : `${file.name}, ${Math.ceil(file.size / 1000)} kB`

export function SignUp() {
  const welcome = signal('')
  const form = createForm({
    name: 'sign-up',
    schema: account,
    initial,
    onSubmit({ name, email, plan }, { fail }) {
      if (email === TAKEN) return fail({ email: 'Somebody has this address already.' })
      welcome.value = `Welcome, ${name}! Your plan is ${PLANS[plan]}.`
    },
  })
  const field: typeof form.field = (path) => form.field(path)

  return () => (
    <section class="panel" aria-labelledby="sign-up-title">
      <h2 id="sign-up-title">Sign up</h2>
      <form class="fields" {...form.props}>
        <Row of={field('name')} label="Name">
          <input autocomplete="name" {...field('name').props} />
        </Row>
        <Row of={field('email')} label="E-mail" hint={`${TAKEN} is taken.`}>
          <input type="email" autocomplete="email" {...field('email').props} />
        </Row>
        <Row
          of={field('password')}
          label="Password"
          hint="10 characters or more, a digit among them."
        >
          <input type="password" autocomplete="new-password" {...field('password').props} />
        </Row>
        <Row of={field('again')} label="The same password again">
          <input type="password" autocomplete="new-password" {...field('again').props} />
        </Row>
        <Row of={field('born')} label="Date of birth">
          <input type="date" {...field('born').props} />
        </Row>
        <Row of={field('phone')} label="Telephone">
          <input type="tel" autocomplete="tel" {...field('phone').props} />
        </Row>
        <Row of={field('website')} label="Website">
          <input type="url" autocomplete="url" {...field('website').props} />
        </Row>
        <Row of={field('call')} label="Best time to call">
          <input type="time" {...field('call').props} />
        </Row>
        <Row of={field('tour')} label="A tour" hint="When somebody should show you around, in UTC.">
          <input type="datetime-local" {...field('tour').props} />
        </Row>
        <Row of={field('country')} label="Country">
          <select {...field('country').props}>
            <option value="">Choose…</option>
            {Object.entries(COUNTRIES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </Row>
        <Row of={field('languages')} label="Languages" hint="As many as you speak.">
          <select multiple size={4} {...field('languages').props}>
            {LANGUAGES.map((language) => (
              <option key={language}>{language}</option>
            ))}
          </select>
        </Row>
        <Group of={field('interests')} legend="Interests">
          {INTERESTS.map((interest) => (
            <label key={interest} class="choice">
              <input type="checkbox" {...field('interests').option(interest)} /> {interest}
            </label>
          ))}
        </Group>
        <Group of={field('plan')} legend="Plan">
          {Object.entries(PLANS).map(([plan, name]) => (
            <label key={plan} class="choice">
              <input type="radio" {...field('plan').option(plan)} /> {name}
            </label>
          ))}
        </Group>
        <Row of={field('seats')} label="Seats">
          <input type="number" min={1} max={500} {...field('seats').props} />
        </Row>
        <Row of={field('color')} label="Colour">
          <input type="color" {...field('color').props} />
        </Row>
        <Row of={field('contrast')} label={`Contrast: ${form.values.contrast} %`}>
          <input type="range" min={0} max={100} step={5} {...field('contrast').props} />
        </Row>
        <Row of={field('photo')} label="Photo" hint={photoHint(form.values.photo)}>
          <input type="file" accept="image/*" {...field('photo').props} />
        </Row>
        <Row
          of={field('about')}
          label="About you"
          hint={`${form.values.about.length} of 200 characters`}
        >
          <textarea rows={3} {...field('about').props} />
        </Row>
        <div class="row">
          <label class="choice">
            <input type="checkbox" {...field('news').props} /> Send me news
          </label>
          <label class="choice">
            <input type="checkbox" {...field('terms').props} /> I accept the terms
          </label>
          <FieldIssues of={field('terms')} />
        </div>
        <p class="line">
          <button data-pending-disable data-pending-text="Signing up…">
            Sign up
          </button>
          <button type="button" onClick={() => form.reset()}>
            Begin again
          </button>
        </p>
        <p role="status">{form.submitted ? welcome : ''}</p>
      </form>
    </section>
  )
}
