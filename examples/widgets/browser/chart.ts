// In the browser: draws the readings with uPlot.
import uPlot from 'uplot'
import type { HookModule } from 'pantograph'
import type { ChartKind } from '../kinds.ts'

type Data = ChartKind['data']

interface Own {
  plot: uPlot
  resized: ResizeObserver
  theme: MediaQueryList
  redraw: () => void
  flashed: { second: number; until: number } | null
}

const HEIGHT = 240
const FLASH_MILLISECONDS = 900

const columns = ({ first, values }: Data): uPlot.AlignedData => [
  values.map((_, i) => first + i),
  [...values],
]

const colour = (element: Element, name: string): string =>
  getComputedStyle(element).getPropertyValue(name)

function optionsOf(element: HTMLElement, own: Own, selected: () => number | null): uPlot.Options {
  const axis = {
    stroke: () => colour(element, '--quiet'),
    grid: { stroke: () => colour(element, '--line') },
    ticks: { show: false },
  }
  const mark = (plot: uPlot): void => {
    const second = selected()
    if (second !== null) drawMark(plot, second, colour(element, '--text'))
    if (own.flashed) drawFlash(plot, own.flashed, colour(element, '--accent'))
  }
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    axes: [axis, { ...axis, size: 48 }],
    series: [
      {},
      { stroke: () => colour(element, '--accent'), width: 2.5, points: { show: false } },
    ],
    hooks: { draw: [mark] },
  }
}

function drawMark(plot: uPlot, second: number, stroke: string): void {
  const { ctx, bbox } = plot
  const x = Math.round(plot.valToPos(second, 'x', true))
  ctx.save()
  ctx.strokeStyle = stroke
  ctx.beginPath()
  ctx.moveTo(x, bbox.top)
  ctx.lineTo(x, bbox.top + bbox.height)
  ctx.stroke()
  ctx.restore()
}

/** A ring that grows. */
function drawFlash(
  plot: uPlot,
  { second, until }: { second: number; until: number },
  stroke: string,
): void {
  const at = plot.data[0].indexOf(second)
  const value = plot.data[1]?.[at]
  if (value === undefined || value === null) return
  const { ctx } = plot
  const left = Math.max(until - performance.now(), 0) / FLASH_MILLISECONDS
  ctx.save()
  ctx.strokeStyle = stroke
  ctx.lineWidth = 3 * devicePixelRatio
  ctx.beginPath()
  const radius = (6 + 18 * (1 - left)) * devicePixelRatio
  ctx.arc(plot.valToPos(second, 'x', true), plot.valToPos(value, 'y', true), radius, 0, 7)
  ctx.stroke()
  ctx.restore()
}

const chart: HookModule<ChartKind, HTMLElement, Own> = {
  mounted(context) {
    const { element, push, on } = context
    this.flashed = null
    const options = optionsOf(element, this, () => context.data.selected)
    const plot = (this.plot = new uPlot(options, columns(context.data), element))
    this.redraw = () => plot.redraw(false)
    this.resized = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: HEIGHT }),
    )
    this.resized.observe(element)
    this.theme = matchMedia('(prefers-color-scheme: dark)')
    this.theme.addEventListener('change', this.redraw)
    plot.over.addEventListener('click', () => {
      const second = plot.data[0][plot.cursor.idx ?? -1]
      // What it says stands beside the chart as well.
      if (second !== undefined)
        push('select', second).then((text) => (plot.over.title = text), console.warn)
    })
    on('flash', (second) => {
      const until = performance.now() + FLASH_MILLISECONDS
      const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
      this.flashed = { second, until: isStill ? 0 : until }
      const step = (): void => {
        if (performance.now() > until) this.flashed = null
        else requestAnimationFrame(step)
        plot.redraw(false)
      }
      step()
    })
  },
  updated({ data }) {
    this.plot.setData(columns(data))
  },
  destroyed() {
    this.resized.disconnect()
    this.theme.removeEventListener('change', this.redraw)
    this.plot.destroy()
  },
}

export default chart
