// Tabs: links to their panels, which is what they are without JavaScript.
import { command, on } from 'pantograph'
import type { Command } from 'pantograph'

const PANELS = [
  {
    id: 'oak',
    name: 'Oak',
    text: 'Oaks have lobed leaves, and acorns that jays forget in the ground.',
  },
  { id: 'lime', name: 'Lime', text: 'Limes hum in June: their flowers are full of bees.' },
  {
    id: 'yew',
    name: 'Yew',
    text: 'Yews grow slowly, and stand in one place for two thousand years.',
  },
] as const

const TABS = '#trees [role=tab]'

const keys = command.keys({
  ArrowRight: command.focusNext(TABS),
  ArrowLeft: command.focusPrevious(TABS),
  Home: command.focus(TABS),
  End: command.focus('#trees [role=tab]:last-child'),
})

const select = (id: string): Command =>
  command
    .setAttribute('aria-selected', 'false', { to: TABS })
    .setAttribute('tabindex', -1, { to: TABS })
    .setAttribute('aria-selected', 'true')
    .setAttribute('tabindex', 0)
    .hide('#trees-panels > div')
    .show(`#${id}`)

export function Tabs() {
  return (
    <section class="panel" aria-labelledby="tabs-title">
      <h2 id="tabs-title">Tabs</h2>
      <div id="trees" class="tabs" role="tablist" aria-labelledby="tabs-title" onKeyDown={keys}>
        {PANELS.map(({ id, name }, i) => (
          <a
            id={`tab-${id}`}
            role="tab"
            href={`#${id}`}
            aria-controls={id}
            aria-selected={i === 0 ? 'true' : 'false'}
            tabindex={i === 0 ? 0 : -1}
            onFocus={select(id)}
            onClick={on(select(id), { preventDefault: true })}
          >
            {name}
          </a>
        ))}
      </div>
      <div id="trees-panels">
        {PANELS.map(({ id, text }, i) => (
          <div id={id} role="tabpanel" aria-labelledby={`tab-${id}`} tabindex="0" hidden={i > 0}>
            <p>{text}</p>
          </div>
        ))}
      </div>
    </section>
  )
}
