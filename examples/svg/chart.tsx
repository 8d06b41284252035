// A chart of lines, drawn by the server with the elements of SVG. Reusable: it has no state and knows of no data source.
import { areaPath, linePath, scale, ticks } from './plot.ts'

export interface Series {
  readonly name: string
  /** One for each moment, the oldest first. */
  readonly values: readonly number[]
}

interface ChartProps {
  /** Begins the ids of its parts. */
  readonly id: string
  readonly title: string
  readonly description: string
  readonly unit: string
  /** How many moments there are. */
  readonly count: number
  readonly series: readonly Series[]
  /** What stands below the first, the middle and the last moment. */
  readonly moments: readonly [string, string, string]
  /** The moment that is marked. */
  readonly selected: number | null
  readonly select: (moment: number) => void
}

const [WIDTH, HEIGHT] = [640, 320]
const BOX = { left: 56, top: 34, right: WIDTH - 16, bottom: HEIGHT - 40 }

export function Chart({
  id,
  title,
  description,
  unit,
  count,
  series,
  moments,
  selected,
  select,
}: ChartProps) {
  const marks = ticks(Math.max(...series.flatMap(({ values }) => values), 1))
  const high = marks.at(-1) as number
  const x = scale(0, count - 1, BOX.left, BOX.right)
  const y = scale(0, high, BOX.bottom, BOX.top)
  const width = (BOX.right - BOX.left) / (count - 1)

  return (
    <svg
      class="chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-description`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-description`}>{description}</desc>
      <g class="grid">
        {marks.map((mark) => (
          <g key={mark}>
            <line x1={BOX.left} x2={BOX.right} y1={y(mark)} y2={y(mark)} />
            <text x={BOX.left - 8} y={y(mark)} dy="0.35em" text-anchor="end">
              {mark}
            </text>
          </g>
        ))}
        <text x={BOX.left - 8} y={16} text-anchor="end">
          {unit}
        </text>
        {moments.map((moment, i) => (
          <text
            x={[BOX.left, (BOX.left + BOX.right) / 2, BOX.right][i]}
            y={HEIGHT - 12}
            text-anchor={(['start', 'middle', 'end'] as const)[i]}
          >
            {moment}
          </text>
        ))}
      </g>
      {series.map(({ name, values }) => (
        <g key={name} class={`series ${name.toLowerCase()}`}>
          <path class="area" d={areaPath(values, high, BOX)} />
          <path class="line" d={linePath(values, high, BOX)} />
          {selected !== null && <circle cx={x(selected)} cy={y(values[selected] ?? 0)} r={5} />}
        </g>
      ))}
      {selected !== null && (
        <line class="cursor" x1={x(selected)} x2={x(selected)} y1={BOX.top} y2={BOX.bottom} />
      )}
      <g class="moments">
        {Array.from({ length: count }, (_, moment) => (
          <rect
            x={x(moment) - width / 2}
            y={BOX.top}
            width={width}
            height={BOX.bottom - BOX.top}
            onMouseOver={() => select(moment)}
            onClick={() => select(moment)}
          />
        ))}
      </g>
    </svg>
  )
}
