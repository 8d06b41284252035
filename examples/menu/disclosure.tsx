// Answers that unfold below their questions. Without JavaScript, all of them are there.
import { command } from 'pantograph'

const ANSWERS = [
  {
    id: 'why',
    question: 'Who is asked?',
    answer: 'Nobody: the page has been told in advance what the button does.',
  },
  {
    id: 'later',
    question: 'And when the page changes?',
    answer: 'What has been opened stays open. What the server changes is changed beside it.',
  },
] as const

export function Disclosure() {
  return (
    <section class="panel" aria-labelledby="disclosure-title">
      <h2 id="disclosure-title">Questions</h2>
      {ANSWERS.map(({ id, question, answer }) => (
        <div class="question">
          <h3>
            <button
              type="button"
              class="plain"
              aria-expanded="false"
              aria-controls={id}
              onClick={command
                .toggle(`#${id}`, { transition: 'unfold' })
                .toggleAttribute('aria-expanded', { values: ['true', 'false'] })}
            >
              {question}
            </button>
          </h3>
          <p id={id} hidden>
            {answer}
          </p>
        </div>
      ))}
    </section>
  )
}
