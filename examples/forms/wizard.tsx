// Five steps, each a form of its own. All of them are made in one setup, so that what they hold is there while another
// is shown, after a crash, and without JavaScript, where the page's state travels with each post, sealed.
import { createForm, signal } from 'pantograph'
import type { Child } from 'pantograph'
import { z } from 'zod'
import { Page } from '../lib/page.tsx'
import { Group, Row } from './parts.tsx'

const STEPS = ['You', 'The event', 'Food', 'Notes', 'Check']
const KINDS = { talk: 'A talk', workshop: 'A workshop', party: 'A party' }
const DIETS = ['vegetarian', 'vegan', 'gluten-free']

const nothing = z.object({})

const you = z.object({
  name: z.string().trim().min(1, 'What are you called?'),
  email: z.email('That is no e-mail address.'),
})
const event = z.object({
  kind: z.enum(Object.keys(KINDS) as ['talk']),
  day: z.date('On which day?'),
  guests: z.number('How many guests?').int('Whole guests only.').min(2, 'At least two.'),
})
const food = z.object({ budget: z.number(), diets: z.array(z.string()), coffee: z.boolean() })
const notes = z.object({ text: z.string().max(300, 'No more than 300 characters.') })

const day = (date: Date | null): string =>
  date === null ? '' : date.toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' })

function useSteps() {
  const step = signal(0)
  const isBooked = signal(false)
  const next = (): void => void step.value++
  const forms = {
    you: createForm({ name: 'you', schema: you, initial: { name: '', email: '' }, onSubmit: next }),
    event: createForm({
      name: 'event',
      schema: event,
      initial: { kind: 'talk', day: null as Date | null, guests: null as number | null },
      onSubmit: next,
    }),
    food: createForm({
      name: 'food',
      schema: food,
      initial: { budget: 20 as number | null, diets: [] as string[], coffee: true },
      onSubmit: next,
    }),
    notes: createForm({ name: 'notes', schema: notes, initial: { text: '' }, onSubmit: next }),
    check: createForm({
      name: 'check',
      schema: nothing,
      initial: {},
      onSubmit: () => void (isBooked.value = true),
    }),
    // Of its own, so that Enter in a field never means it, and nothing need be right to go back.
    back: createForm({
      name: 'back',
      schema: nothing,
      initial: {},
      onSubmit: () => void (step.value = Math.max(0, step.peek() - 1)),
    }),
  }
  return { step, isBooked, forms }
}

type Forms = ReturnType<typeof useSteps>['forms']

export function Wizard() {
  const { step, isBooked, forms } = useSteps()
  const fields = [You, Event, Food, Notes, Check]

  return () => {
    const Step = fields[step.value] as typeof You
    const form = [forms.you, forms.event, forms.food, forms.notes, forms.check][step.value]
    const isLast = step.value === STEPS.length - 1
    return (
      <Page
        title="Wizard"
        lead="Five steps, saved as you go. Go back and forth, reload, kill the server: what you entered is there."
        isForm
      >
        <ol class="steps">
          {STEPS.map((name, index) => (
            <li key={name} aria-current={index === step.value ? 'step' : null}>
              {name}
            </li>
          ))}
        </ol>
        <section class="panel" aria-labelledby="step-title">
          <h2 id="step-title">{isBooked.value ? 'Booked' : STEPS[step.value]}</h2>
          {isBooked.value ? (
            <p role="status">Thank you, {forms.you.values.name}. We have written to you.</p>
          ) : (
            <>
              <form key={step.value} class="fields" {...form?.props}>
                <Step forms={forms} />
              </form>
              <p class="line">
                <button form={form?.id}>{isLast ? 'Book' : 'Next'}</button>
                {step.value > 0 && <button form="back">Back</button>}
              </p>
              <form {...forms.back.props} />
            </>
          )}
        </section>
      </Page>
    )
  }
}

interface StepProps {
  readonly forms: Forms
}

function You({ forms: { you } }: StepProps): Child {
  return (
    <>
      <Row of={you.field('name')} label="Name">
        <input autocomplete="name" {...you.field('name').props} />
      </Row>
      <Row of={you.field('email')} label="E-mail">
        <input type="email" autocomplete="email" {...you.field('email').props} />
      </Row>
    </>
  )
}

function Event({ forms: { event } }: StepProps): Child {
  return (
    <>
      <Group of={event.field('kind')} legend="What is it?">
        {Object.entries(KINDS).map(([kind, name]) => (
          <label key={kind} class="choice">
            <input type="radio" {...event.field('kind').option(kind)} /> {name}
          </label>
        ))}
      </Group>
      <Row of={event.field('day')} label="Day">
        <input type="date" {...event.field('day').props} />
      </Row>
      <Row of={event.field('guests')} label="Guests">
        <input type="number" min={2} {...event.field('guests').props} />
      </Row>
    </>
  )
}

function Food({ forms: { food } }: StepProps): Child {
  return (
    <>
      <Row of={food.field('budget')} label={`Budget: ${food.values.budget} € for each guest`}>
        <input type="range" min={0} max={100} step={5} {...food.field('budget').props} />
      </Row>
      <Group of={food.field('diets')} legend="Diets">
        {DIETS.map((diet) => (
          <label key={diet} class="choice">
            <input type="checkbox" {...food.field('diets').option(diet)} /> {diet}
          </label>
        ))}
      </Group>
      <div class="row">
        <label class="choice">
          <input type="checkbox" {...food.field('coffee').props} /> Coffee
        </label>
      </div>
    </>
  )
}

function Notes({ forms: { notes } }: StepProps): Child {
  return (
    <Row of={notes.field('text')} label="Anything else?">
      <textarea rows={4} {...notes.field('text').props} />
    </Row>
  )
}

function Check({ forms: { you, event, food, notes } }: StepProps): Child {
  const { guests, budget } = { ...event.values, ...food.values }
  const diets = food.values.diets.join(', ') || 'anything'
  const rows = [
    ['Name', you.values.name],
    ['E-mail', you.values.email],
    ['Event', `${KINDS[event.values.kind as 'talk']} on ${day(event.values.day)}`],
    ['Guests', String(guests)],
    ['Food', `${budget} € each, ${diets}, ${food.values.coffee ? 'with' : 'without'} coffee`],
    ['Notes', notes.values.text || '–'],
  ] as const
  return (
    <dl>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
