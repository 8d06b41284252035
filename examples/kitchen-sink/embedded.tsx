// Media, drawings, formulas, and elements that open.
import { computed, inject, signal } from 'pantograph'
import { asset } from '../lib/assets.ts'
import { href } from '../lib/config.ts'
import { Note } from './log.tsx'
import { Section } from './section.tsx'

export function Media() {
  const note = inject(Note)
  const sound = {
    onPlay: note,
    onPause: note,
    onSeeked: note,
    onTimeUpdate: note,
    onRateChange: note,
    onVolumeChange: note,
    onEnded: note,
  }

  return () => (
    <Section id="media" title="Media">
      <div class="media">
        <figure>
          <picture>
            <source srcset={asset('icon.svg')} type="image/svg+xml" />
            <img
              src={asset('icon.svg')}
              width={64}
              height={64}
              alt="The icon of this gallery"
              usemap="#parts"
            />
          </picture>
          <map name="parts">
            <area shape="rect" coords="0,0,64,64" href="#drawings" alt="To the drawings" />
          </map>
          <figcaption>A picture, a map, and a caption</figcaption>
        </figure>
        <figure>
          <audio controls preload="none" src={asset('survive.wav')} aria-label="Bells" {...sound} />
          <figcaption>Sound</figcaption>
        </figure>
        <figure>
          <video
            controls
            preload="none"
            poster={asset('icon.svg')}
            aria-label="Bells, with captions"
            onLoadedMetadata={note}
            {...sound}
          >
            <source src={asset('survive.wav')} type="audio/wav" />
            <track
              kind="captions"
              src={asset('bells.vtt')}
              srclang="en"
              label="English"
              default
              onCueChange={note}
            />
          </video>
          <figcaption>Video, with captions</figcaption>
        </figure>
        <figure>
          <iframe src={href('/7guis/counter')} title="Another page" loading="lazy" />
          <figcaption>Another page</figcaption>
        </figure>
      </div>
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
  const angle = computed(() => Math.round(((sides.value - 2) * 180) / sides.value))

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
        <foreignObject x="0" y="34" width="100" height="32">
          <p>{sides} corners</p>
          <math class="angle">
            <mn>{angle}</mn>
            <mo>°</mo>
          </math>
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
          <mn>{angle}</mn>
          <mo>°</mo>
          <mtext>
            <svg class="mark" viewBox="0 0 10 10" aria-hidden="true">
              <circle cx="5" cy="5" r={Math.min(4.5, sides.value / 2.5)} />
            </svg>
          </mtext>
        </math>
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
      <dialog
        id="dialog"
        aria-labelledby="dialog-title"
        onClose={note}
        onCancel={note}
        onToggle={note}
      >
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
