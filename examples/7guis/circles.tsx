// Task 6: a drawing, with a menu and a dialog for each circle. What can be taken back is history.ts's part. Keys do
// whatever a mouse does: they move a cursor over the canvas, and what it does is said.
import { computed, on, ref, signal } from 'pantograph'
import { ARROW_KEYS, moved, nameOf, nearest, neighbour } from './circle.ts'
import type { Circle, Point, Size } from './circle.ts'
import { Diameter } from './diameter.tsx'
import { History } from './history.ts'

const DIAMETER = 40
const MENU_WIDTH = 160
const KEYS = [...ARROW_KEYS, 'Enter', 'Space', 'PageDown', 'PageUp', 'd', 'D']

/** To the left of the pointer where there is room for it, so that it never leaves the canvas at the right. */
const menuLeft = (x: number): number => (x > MENU_WIDTH ? x - MENU_WIDTH : x)

const placeOf = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }): Point => ({
  x: Math.round(offsetX),
  y: Math.round(offsetY),
})

const LEFT = 0
const RIGHT = 2

const isTrue = (value: boolean): 'true' | 'false' => (value ? 'true' : 'false')

export function Circles() {
  const history = new History<readonly Circle[]>([])
  const canvas = ref()
  /** Until the browser has said how large it is. */
  const size = signal<Size>({ width: 300, height: 350 })
  /** The mouse's. */
  const pointer = signal<Point | null>(null)
  /** That of the keys, as long as they are used rather than the mouse. */
  const cursor = signal<Point | null>(null)
  const menu = signal<(Point & { readonly id: number }) | null>(null)
  /** The circle whose diameter is being adjusted, as it would be. */
  const adjusted = signal<Circle | null>(null)
  /** What who cannot see the canvas must be told. */
  const said = signal('')

  const circles = computed(() =>
    history.value.map((circle) => (circle.id === adjusted.value?.id ? adjusted.value : circle)),
  )
  const place = computed(() => cursor.value ?? pointer.value)
  const selected = computed(() => {
    const id = adjusted.value?.id ?? menu.value?.id
    if (id !== undefined) return circles.value.find((circle) => circle.id === id)
    return place.value === null ? undefined : nearest(circles.value, place.value)
  })
  const isBusy = computed(() => menu.value !== null || adjusted.value !== null)

  function point(at: Point | null): void {
    pointer.value = at
    if (at !== null) cursor.value = null
  }

  function moveCursor(to: Point): void {
    cursor.value = to
    said.value = selected.value === undefined ? `(${to.x}, ${to.y})` : nameOf(selected.value)
  }

  function draw(at: Point): void {
    if (isBusy.value) return
    if (selected.value !== undefined) return void (said.value = nameOf(selected.value))
    const id = Math.max(0, ...history.value.map((circle) => circle.id)) + 1
    const circle = { ...at, id, diameter: DIAMETER }
    history.add([...history.value, circle])
    said.value = `Drawn: ${nameOf(circle)}`
  }

  function click(at: Point): void {
    point(at)
    draw(at)
  }

  /** The menu key has no place of its own. */
  function menuPlace(event: { readonly button: number } & Parameters<typeof placeOf>[0]): Point {
    return (event.button === RIGHT ? null : cursor.value) ?? placeOf(event)
  }

  function openMenu(at: Point): void {
    const circle = nearest(circles.value, at)
    if (circle !== undefined && adjusted.value === null) menu.value = { ...at, id: circle.id }
  }

  function closeMenu(): void {
    menu.value = null
    canvas.focus({ preventScroll: true })
  }

  function adjust(): void {
    adjusted.value = selected.value ?? null
    menu.value = null
    if (adjusted.value === null) said.value = 'No circle here'
  }

  function closeDialog(): void {
    const { id, diameter } = adjusted.value ?? {}
    if (history.value.find((circle) => circle.id === id)?.diameter !== diameter) {
      history.add(circles.value)
    }
    adjusted.value = null
    canvas.focus({ preventScroll: true })
  }

  function press(event: { readonly key: string; readonly shiftKey: boolean }): void {
    const { width, height } = size.value
    const from = place.value ?? { x: Math.floor(width / 2), y: Math.floor(height / 2) }
    const to = jumped(event.key) ?? moved(from, event, size.value)
    if (to !== null) moveCursor(to)
    else if (event.key.toLowerCase() !== 'd') {
      cursor.value = from
      draw(from)
    } else if (!isBusy.value) adjust()
  }

  function jumped(key: string): Point | null {
    if (key !== 'PageDown' && key !== 'PageUp') return null
    const { x, y } = neighbour(circles.value, selected.value, key === 'PageDown' ? 1 : -1) ?? {}
    return x === undefined || y === undefined ? null : { x, y }
  }

  const canUndo = computed(() => history.canUndo && !isBusy.value)
  const canRedo = computed(() => history.canRedo && !isBusy.value)
  const count = (): string => `circles: ${history.value.length}`

  function undo(): void {
    if (!canUndo.value) return
    history.undo()
    said.value = `Undone, ${count()}`
  }

  function redo(): void {
    if (!canRedo.value) return
    history.redo()
    said.value = `Redone, ${count()}`
  }

  return () => (
    <div class="circles">
      <p class="line">
        <button
          type="button"
          aria-disabled={isTrue(!canUndo.value)}
          aria-keyshortcuts="Control+Z"
          onClick={undo}
          onKeyDown={on(undo, { target: 'window', key: 'mod+z', preventDefault: true })}
        >
          Undo
        </button>
        <button
          type="button"
          aria-disabled={isTrue(!canRedo.value)}
          aria-keyshortcuts="Control+Y"
          onClick={redo}
          onKeyDown={on(redo, {
            target: 'window',
            key: ['mod+y', 'mod+shift+z'],
            preventDefault: true,
          })}
        >
          Redo
        </button>
      </p>
      <div class="drawing">
        <svg
          ref={canvas}
          class="canvas"
          tabindex={0}
          role="application"
          aria-label={`Canvas, ${count()}`}
          aria-describedby="canvas-keys"
          onResize={({ width, height }) => (size.value = { width, height })}
          onMouseMove={(event) => point(placeOf(event))}
          onMouseLeave={() => point(null)}
          onMouseUp={(event) => event.button === LEFT && click(placeOf(event))}
          onContextMenu={on((event) => openMenu(menuPlace(event)), { preventDefault: true })}
          onKeyDown={on(press, { key: KEYS, preventDefault: true })}
        >
          {circles.value.map((circle) => (
            <circle
              key={circle.id}
              cx={circle.x}
              cy={circle.y}
              r={circle.diameter / 2}
              role="img"
              aria-label={nameOf(circle)}
              class={circle.id === selected.value?.id && 'selected'}
            />
          ))}
          {cursor.value !== null && (
            <path
              class="cursor"
              d="M-12 0h24M0-12v24"
              transform={`translate(${cursor.value.x} ${cursor.value.y})`}
            />
          )}
        </svg>
        {menu.value !== null && (
          <svg class="menus">
            <foreignObject
              x={menuLeft(menu.value.x)}
              y={menu.value.y}
              width={MENU_WIDTH}
              height={44}
            >
              <button
                type="button"
                class="menu"
                autofocus
                onClick={adjust}
                onClickOutside={() => (menu.value = null)}
                onKeyDown={on(closeMenu, { key: 'Escape' })}
              >
                Adjust diameter..
              </button>
            </foreignObject>
          </svg>
        )}
      </div>
      {adjusted.value !== null && (
        <Diameter circle={adjusted.value} change={adjusted} close={closeDialog} />
      )}
      <output class="said">{said}</output>
      <p class="hint" id="canvas-keys">
        On the canvas, arrow keys move a cursor, finely with <kbd>Shift</kbd>. <kbd>Enter</kbd>{' '}
        draws, <kbd>Page Up</kbd> and <kbd>Page Down</kbd> go from circle to circle, <kbd>D</kbd> or
        the menu key adjusts the diameter. <kbd>Ctrl+Z</kbd> and <kbd>Ctrl+Y</kbd> undo and redo.
      </p>
    </div>
  )
}
