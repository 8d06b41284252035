// Every group of events. Each area notes what happens on it; the log shows what the server was told.
import { inject, on, signal } from 'pantograph'
import { Note } from './log.tsx'
import { Section } from './section.tsx'

export function Pointers() {
  const note = inject(Note)

  return () => (
    <Section id="pointers" title="Mouse, pointer, touch, wheel">
      <div class="areas">
        <div
          class="area"
          onClick={note}
          onDblClick={note}
          onAuxClick={note}
          onContextMenu={note}
          onMouseDown={note}
          onMouseUp={note}
          onMouseEnter={note}
          onMouseLeave={note}
        >
          Mouse
        </div>
        <div
          class="area"
          onPointerEnter={note}
          onPointerDown={note}
          onPointerMove={note}
          onPointerUp={note}
          onPointerCancel={note}
          onPointerLeave={note}
        >
          Pointer
        </div>
        <div
          class="area"
          onTouchStart={note}
          onTouchMove={note}
          onTouchEnd={note}
          onTouchCancel={note}
        >
          Touch
        </div>
        <div class="area" onWheel={on(note, { preventDefault: true })}>
          Wheel
        </div>
      </div>
    </Section>
  )
}

export function Keys() {
  const note = inject(Note)

  return () => (
    <Section id="keys" title="Keyboard, composition, focus, clipboard, selection">
      <div class="fields">
        <label>
          Keys
          <input autocomplete="off" onKeyDown={note} onKeyUp={note} />
        </label>
        <label>
          Editing
          <input
            autocomplete="off"
            onBeforeInput={note}
            onCompositionStart={note}
            onCompositionUpdate={note}
            onCompositionEnd={note}
          />
        </label>
        <label onFocusIn={note} onFocusOut={note}>
          Focus
          <input autocomplete="off" onFocus={note} onBlur={note} />
        </label>
        <label>
          Clipboard
          <input autocomplete="off" value="Copy me" onCopy={note} onCut={note} onPaste={note} />
        </label>
        <label>
          Selection
          <input autocomplete="off" value="Select a part" onSelect={note} />
        </label>
      </div>
    </Section>
  )
}

const FRUIT = ['Apple', 'Pear', 'Plum']

export function Dragging() {
  const note = inject(Note)
  const basket = signal<readonly string[]>([])

  return () => (
    <Section id="dragging" title="Drag and drop">
      <ul class="fruit">
        {FRUIT.map((fruit) => (
          <li draggable data-drag={fruit} onDragStart={note} onDragEnd={note}>
            {fruit}
          </li>
        ))}
      </ul>
      <div
        class="area basket"
        onDragEnter={note}
        onDragLeave={note}
        onDrop={(event) => {
          note(event)
          basket.value = [...basket.value, event.text].slice(-5)
        }}
      >
        {basket.value.join(', ') || 'Drop fruit here'}
      </div>
    </Section>
  )
}

export function Changes() {
  const note = inject(Note)
  const isOn = signal(false)

  return () => (
    <Section id="changes" title="Scrolling, size, sight, animation, transition, page">
      <div
        class="scrolling"
        tabindex={0}
        role="region"
        aria-label="Scrolls"
        onScroll={note}
        onScrollEnd={note}
      >
        <p>Scroll down.</p>
        <p class="far" onVisible={note} onHidden={note}>
          In sight.
        </p>
      </div>
      <textarea class="sized" rows={2} aria-label="Resize me" onResize={note}>
        Resize me
      </textarea>
      <p class="line">
        <button type="button" onClick={() => (isOn.value = !isOn.value)}>
          Move
        </button>
        <span
          class={['moving', isOn.value && 'on']}
          onTransitionRun={note}
          onTransitionStart={note}
          onTransitionEnd={note}
          onTransitionCancel={note}
          onAnimationStart={note}
          onAnimationIteration={note}
          onAnimationEnd={note}
        >
          A box
        </span>
      </p>
      <p class="hint">Hide this page behind another tab, and come back.</p>
      <PageVisibility />
    </Section>
  )
}

/** Events of the document belong to any element that asks for them. */
function PageVisibility() {
  return <span hidden onVisibilityChange={inject(Note)} />
}
