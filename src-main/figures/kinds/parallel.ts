/** Parallel coordinates: an upright axis a setting or result, a line a run across all of them, coloured by one of them. */
import { extent, scaleOf, type Scale } from '../scale.ts'
import type { AxisSpec, FigureSpec, Mark } from '../spec.ts'
import { plainTick } from '../tick-text.ts'

/** Values in the order of the axes; null is a gap. On a category axis the index of the category. */
export type ParallelRow = { label: string; values: readonly (number | null)[] }

/** Ticks are laid out for axes of this many pixels; the figure may be somewhat higher or lower. */
const LENGTH = 220
const NOTCH = 0.018

export function parallelFigure(
  title: string,
  axes: readonly AxisSpec[],
  rows: readonly ParallelRow[],
  colourBy = axes.length - 1,
): FigureSpec {
  const scales = axes.map((axis, i) => {
    const ends = extent(
      rows.map(({ values }) => values[i] ?? NaN),
      { room: axis.scale === 'category' ? 0 : 0.02, ...axis },
    )
    return scaleOf(axis, ends, [0, LENGTH])
  })
  const lines = rows.map(({ label, values }): Mark => {
    const points = scales.map((scale, x) => ({ x, y: scale.place(values[x] ?? NaN) / LENGTH }))
    return {
      mark: 'series',
      paint: 'ink-faint',
      solid: true,
      width: 1.3,
      shade: values[colourBy] ?? NaN,
      points: points.map((point, x) => ({ ...point, label: `${label}, ${axes[x].title}: ${values[x] ?? 'none'}` })),
    }
  })
  const { scale, title: by } = axes[colourBy] ?? { title: '' }
  return {
    title,
    sentence: `${rows.length} ${rows.length === 1 ? 'run' : 'runs'} across ${axes.map((axis) => axis.title).join(', ')}.`,
    colours: { title: by, scale: scale === 'log' ? 'log' : 'linear' },
    panels: [
      {
        x: { title: '', scale: 'category', categories: axes.map((axis) => axis.title), grid: false },
        y: { title: '', domain: [0, 1], bare: true },
        marks: [...lines, ...scales.flatMap((one, x) => axisMarks(one, x))],
      },
    ],
  }
}

function axisMarks(scale: Scale, x: number): Mark[] {
  const ticks = scale.ticks(34).filter(({ text }) => text)
  return [
    { mark: 'rule', paint: 'ink-faint', x, dash: [], width: 1 },
    ...ticks.map(({ at }): Mark => ({
      mark: 'rule',
      paint: 'ink-faint',
      y: at / LENGTH,
      from: x - NOTCH,
      to: x + NOTCH,
      dash: [],
      width: 1,
    })),
    {
      mark: 'labels',
      halo: true,
      paint: 'ink-soft',
      labels: ticks.map(({ at, text }) => ({ x, y: at / LENGTH, text: plainTick(text!), dx: 7 })),
    },
  ]
}
