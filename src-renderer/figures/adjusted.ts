/** A figure as its reader has set it: series hidden, a part of it seen large, an axis made logarithmic. Pure. */
import type { AxisSpec, FigureSpec, LegendEntry, Mark, PanelSpec } from '#figures/spec.ts'
import type { Ends } from '#figures/ticks.ts'

export type Zoom = { readonly x: Ends; readonly y: Ends | null }
export type Settings = {
  /** Legend entries by their label. */
  readonly hidden: ReadonlySet<string>
  readonly zoom: Zoom | null
  /** What an axis is instead of what it was given as. */
  readonly scales: { readonly x?: 'linear' | 'log'; readonly y?: 'linear' | 'log' }
}
export const AS_GIVEN: Settings = { hidden: new Set(), zoom: null, scales: {} }

export function adjusted(spec: FigureSpec, { hidden, zoom, scales }: Settings): FigureSpec {
  const paints = new Set(spec.legend?.flatMap(({ label, paint }) => (hidden.has(label) ? [paint] : [])))
  const isShown = (mark: Mark) => !('paint' in mark && mark.paint !== undefined && paints.has(mark.paint))
  const panel = (one: PanelSpec): PanelSpec => ({
    ...one,
    x: axis(one.x, scales.x, zoom?.x),
    y: axis(one.y, scales.y, zoom?.y),
    marks: paints.size ? one.marks.filter(isShown) : one.marks,
  })
  return { ...spec, panels: spec.panels.map(panel) }
}

const axis = (given: AxisSpec, scale: 'linear' | 'log' | undefined, domain: Ends | null | undefined): AxisSpec => ({
  ...given,
  ...(scale && { scale, include: scale === 'log' ? given.include?.filter((value) => value > 0) : given.include }),
  ...(domain && { domain }),
})

/** Entries that stay in the legend of a file. */
export const shownEntries = (
  entries: readonly LegendEntry[] | undefined,
  { hidden }: Settings,
): readonly LegendEntry[] => (entries ?? []).filter(({ label }) => !hidden.has(label))

/** Whether a reader may set an axis of a figure to be linear or logarithmic: one panel of lines and points, no categories. */
export const mayChange = ({ panels }: FigureSpec, which: 'x' | 'y'): boolean =>
  panels.length === 1 &&
  ['linear', 'log', undefined].includes(panels[0][which].scale) &&
  panels[0].marks.every(({ mark }) => mark === 'series' || mark === 'band' || mark === 'rule')

/** Whether a part can be seen large. */
export const mayZoom = ({ panels }: FigureSpec): boolean =>
  panels.length === 1 && panels[0].x.scale !== 'category' && panels[0].y.scale !== 'category'
