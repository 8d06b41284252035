// Task 6: a drawing, with a menu and a dialog for each circle. What can be taken back is history.ts's part.
import { computed, on, signal } from 'pantograph'
import type { WritableSignal } from 'pantograph'
import { History } from './history.ts'

interface Point {
  readonly x: number
  readonly y: number
}

interface Circle extends Point {
  readonly id: number
  readonly diameter: number
}

const DIAMETER = 40
const MENU_WIDTH = 160

/** To the left of the pointer where there is room for it, so that it never leaves the canvas at the right. */
const menuLeft = (x: number): number => (x > MENU_WIDTH ? x - MENU_WIDTH : x)

const placeOf = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }): Point => ({
  x: Math.round(offsetX),
  y: Math.round(offsetY),
})

export function Circles() {
  const history = new History<readonly Circle[]>([])
  const pointer = signal<Point | null>(null)
  const menu = signal<(Point & { readonly id: number }) | null>(null)
  /** The circle whose diameter is being adjusted, as it would be. */
  const adjusted = signal<Circle | null>(null)

  const circles = computed(() =>
    history.value.map((circle) => (circle.id === adjusted.value?.id ? adjusted.value : circle)),
  )
  const selected = computed(() => {
    const id = adjusted.value?.id ?? menu.value?.id
    if (id !== undefined) return circles.value.find((circle) => circle.id === id)
    return pointer.value === null ? undefined : nearest(circles.value, pointer.value)
  })

  function draw(point: Point): void {
    pointer.value = point
    if (menu.value !== null || adjusted.value !== null || selected.value !== undefined) return
    const id = Math.max(0, ...history.value.map((circle) => circle.id)) + 1
    history.add([...history.value, { ...point, id, diameter: DIAMETER }])
  }

  function openMenu(point: Point): void {
    const circle = nearest(circles.value, point)
    if (circle !== undefined && adjusted.value === null) menu.value = { ...point, id: circle.id }
  }

  function adjust(): void {
    adjusted.value = selected.value ?? null
    menu.value = null
  }

  function closeDialog(): void {
    const before = history.value.find(({ id }) => id === adjusted.value?.id)
    if (before?.diameter !== adjusted.value?.diameter) history.add(circles.value)
    adjusted.value = null
  }

  return () => (
    <div class="circles">
      <p class="line">
        <button type="button" disabled={!history.canUndo} onClick={() => history.undo()}>
          Undo
        </button>
        <button type="button" disabled={!history.canRedo} onClick={() => history.redo()}>
          Redo
        </button>
      </p>
      <svg
        class="canvas"
        role="img"
        aria-label={`Canvas with ${circles.value.length} circles`}
        onMouseMove={(event) => (pointer.value = placeOf(event))}
        onMouseLeave={() => (pointer.value = null)}
        onMouseUp={(event) => event.button === 0 && draw(placeOf(event))}
        onContextMenu={on((event) => openMenu(placeOf(event)), { preventDefault: true })}
      >
        {circles.value.map(({ id, x, y, diameter }) => (
          <circle
            key={id}
            cx={x}
            cy={y}
            r={diameter / 2}
            class={id === selected.value?.id && 'selected'}
          />
        ))}
        {menu.value !== null && (
          <foreignObject x={menuLeft(menu.value.x)} y={menu.value.y} width={MENU_WIDTH} height={44}>
            <button
              type="button"
              class="menu"
              autofocus
              onClick={adjust}
              onClickOutside={() => (menu.value = null)}
              onKeyDown={on(() => (menu.value = null), { key: 'Escape' })}
            >
              Adjust diameter..
            </button>
          </foreignObject>
        )}
      </svg>
      {adjusted.value !== null && (
        <Diameter circle={adjusted.value} change={adjusted} close={closeDialog} />
      )}
    </div>
  )
}

interface DiameterProps {
  readonly circle: Circle
  readonly change: WritableSignal<Circle | null>
  readonly close: () => void
}

function Diameter({ circle, change, close }: DiameterProps) {
  return (
    <dialog open aria-labelledby="adjust">
      <label id="adjust" for="diameter">
        Adjust diameter of circle at ({circle.x}, {circle.y}).
      </label>
      <input
        id="diameter"
        type="range"
        min={10}
        max={200}
        autofocus
        value={circle.diameter}
        onInput={({ value }) => (change.value = { ...circle, diameter: Number(value) })}
      />
      <button type="button" onClick={close}>
        Close
      </button>
    </dialog>
  )
}

/** Of the circles that a point is in, the one whose center is nearest. */
function nearest(circles: readonly Circle[], { x, y }: Point): Circle | undefined {
  const distance = (circle: Circle): number => Math.hypot(circle.x - x, circle.y - y)
  return circles
    .filter((circle) => distance(circle) < circle.diameter / 2)
    .toSorted((a, b) => distance(a) - distance(b))[0]
}
