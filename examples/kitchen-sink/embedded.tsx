// Media, drawings, formulas, and elements that open.
import { inject, signal } from 'pantograph'
import { asset } from '../lib/assets.ts'
import { Note } from './log.tsx'
import { Section } from './section.tsx'

export function Media() {
  const note = inject(Note)

  return () => (
    <Section id="media" title="Media">
      <figure>
        <picture>
          <source srcset={asset('icon.svg')} type="image/svg+xml" />
          <img src={asset('icon.svg')} width={64} height={64} alt="The icon of this gallery" />
        </picture>
        <figcaption>A picture with a caption</figcaption>
      </figure>
      <audio
        controls
        preload="none"
        src={asset('survive.wav')}
        aria-label="Bells"
        onPlay={note}
        onPause={note}
        onTimeUpdate={note}
        onVolumeChange={note}
        onEnded={note}
      />
    </Section>
  )
}

/** The corners of a regular polygon. */
const points = (count: number): string =>
  Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI
    return `${(50 + 40 * Math.sin(angle)).toFixed(1)},${(50 - 40 * Math.cos(angle)).toFixed(1)}`
  }).join(' ')

export function Drawings() {
  const sides = signal(5)

  return () => (
    <Section id="drawings" title="SVG and MathML">
      <svg class="polygon" viewBox="0 0 100 100" role="img" aria-label={`${sides.value} corners`}>
        <defs>
          <linearGradient id="fade" gradientTransform="rotate(60)">
            <stop offset="0" class="from" />
            <stop offset="1" class="to" />
          </linearGradient>
        </defs>
        <polygon points={points(sides.value)} fill="url(#fade)" />
        <foreignObject x="0" y="38" width="100" height="24">
          <p>{sides} corners</p>
        </foreignObject>
      </svg>
      <p class="line">
        <button type="button" onClick={() => (sides.value = Math.max(3, sides.value - 1))}>
          Fewer
        </button>
        <button type="button" onClick={() => (sides.value = Math.min(12, sides.value + 1))}>
          More
        </button>
      </p>
      <p>
        The angle at each corner:{' '}
        <math>
          <mfrac>
            <mrow>
              <mo>(</mo>
              <mn>{sides}</mn>
              <mo>−</mo>
              <mn>2</mn>
              <mo>)</mo>
              <mo>·</mo>
              <mn>180</mn>
            </mrow>
            <mn>{sides}</mn>
          </mfrac>
          <mo>=</mo>
          <mn>{Math.round(((sides.value - 2) * 180) / sides.value)}</mn>
        </math>
        {' degrees'}
      </p>
    </Section>
  )
}

export function Openable() {
  const note = inject(Note)

  return () => (
    <Section id="openable" title="Elements that open">
      <details name="accordion" onToggle={note}>
        <summary>Details</summary>
        <p>Of several with one name, one is open.</p>
      </details>
      <details name="accordion" onToggle={note}>
        <summary>Other details</summary>
        <p>It closes the first.</p>
      </details>
      <p class="line">
        <button type="button" commandfor="dialog" command="show-modal">
          Open a dialog
        </button>
        <button type="button" popovertarget="popover">
          Open a popover
        </button>
      </p>
      <dialog id="dialog" aria-labelledby="dialog-title" onClose={note} onToggle={note}>
        <form method="dialog">
          <p id="dialog-title">Which one?</p>
          <p class="line">
            <button value="this">This</button>
            <button value="that">That</button>
          </p>
        </form>
      </dialog>
      <div id="popover" popover onBeforeToggle={note} onToggle={note}>
        Click anywhere else, and it is gone.
      </div>
    </Section>
  )
}
