/** A figure as plain data: panels, axes and marks. Nothing here knows of pixels, colours or the page; `draw.ts` makes SVG of it. */

/** A series' slot, which decides its colour, dash and shape, or a colour by its part in the figure. */
export type Paint = number | 'ink' | 'ink-soft' | 'ink-faint' | 'line-strong' | 'hot' | 'warm' | 'cool' | 'good' | 'bad'

export type ScaleKind = 'linear' | 'log' | 'symlog' | 'category'
export type AxisSpec = {
  /** With its unit. */
  title: string
  /** Default linear. On a category axis places are indices into `categories`, and fractions of them lie between. */
  scale?: ScaleKind
  /** A line break in a name breaks it there. */
  categories?: readonly string[]
  /** Values that must be on the axis, such as 0. */
  include?: readonly number[]
  /** The ends of the axis, whatever the data; what lies outside is cut off. */
  domain?: readonly [number, number]
  /** Marks at whole numbers only. */
  whole?: boolean
  /** Room at both ends as a share of the axis, so that marks do not lie on its edge. */
  room?: number
  /** symlog: linear within +-linear, logarithmic beyond. Default: the power of ten at or below the smallest value but 0. */
  linear?: number
  /** No ticks, labels or title: a panel whose neighbour has them, or whose marks say it themselves. */
  bare?: boolean
  /** Lines at the ticks, or between categories; default true. */
  grid?: boolean
}

export type SeriesPoint = {
  x: number
  y: number
  /** Ends of an interval along y. */
  low?: number
  high?: number
  /** A second range along y, drawn broad and pale behind the interval: mean +- sd. */
  spread?: readonly [number, number]
  /** Ends of an interval along x. */
  xLow?: number
  xHigh?: number
  /** Shown where the pointer rests. */
  label?: string
}
/** Points of one series in their order: a line, a staircase or neither; shapes or none; intervals where points have them. */
export type SeriesMark = {
  mark: 'series'
  paint: Paint
  points: readonly SeriesPoint[]
  /** Default straight. A step keeps its value until the next point. */
  line?: 'straight' | 'step' | 'none'
  shapes?: boolean
  /** Diameter of a shape in pixels, default 7. */
  size?: number
  /** Shapes are drawn as outlines. */
  hollow?: boolean
  faint?: boolean
  solid?: boolean
  width?: number
  /** Pixels along x by which the whole is moved, so that intervals of several series do not hide each other. */
  shift?: number
  /** A value on the figure's colour scale, which colours the series in place of its paint. */
  shade?: number
}
/** What lies between `low` and `high` along x. */
export type BandMark = { mark: 'band'; paint: Paint; points: readonly { x: number; low: number; high: number }[] }
/** Upright bars from `from` (default 0, or the foot of a logarithmic axis); x and width in units of the x axis. */
export type BarsMark = {
  mark: 'bars'
  paint: Paint
  width: number
  bars: readonly { x: number; y: number; from?: number; low?: number; high?: number; label?: string; text?: string }[]
}
/** A reference line at `x` or `y`, across the panel or from `from` to `to` along the other axis. */
export type RuleMark = {
  mark: 'rule'
  paint: Paint
  x?: number
  y?: number
  from?: number
  to?: number
  dash?: readonly number[]
  width?: number
  label?: string
}
/** Rectangles coloured by `value` on the figure's colour scale; a value that is not finite is an empty cell. */
export type CellsMark = {
  mark: 'cells'
  cells: readonly { x: readonly [number, number]; y: readonly [number, number]; value: number; label?: string }[]
  /** Write the values into the cells where they fit. */
  values?: boolean
}
export type LabelsMark = {
  mark: 'labels'
  /** Shown where the pointer rests on them. */
  hint?: string
  paint?: Paint
  strong?: boolean
  /** Set off from what lies behind. */
  halo?: boolean
  labels: readonly {
    x: number
    y: number
    text: string
    anchor?: 'start' | 'middle' | 'end'
    dx?: number
    dy?: number
  }[]
}
/** A picture over a rectangle of the axes: a sheet of samples. */
export type PictureMark = {
  mark: 'picture'
  x: readonly [number, number]
  y: readonly [number, number]
  /** PNG as a data: address. */
  href: string
  label?: string
}
export type Mark = SeriesMark | BandMark | BarsMark | RuleMark | CellsMark | LabelsMark | PictureMark

/** How cells are coloured, and the scale beside the panels that says so. */
export type ColourScale = { title: string; scale?: 'linear' | 'log'; domain?: readonly [number, number] }

export type PanelSpec = { title?: string; x: AxisSpec; y: AxisSpec; marks: readonly Mark[] }
export type LegendEntry = {
  label: string
  paint: Paint
  line?: boolean
  shape?: boolean
  block?: boolean
  hollow?: boolean
  faint?: boolean
}
export type FigureSpec = {
  title: string
  /** What the figure shows, for who cannot see it. */
  sentence: string
  panels: readonly PanelSpec[]
  /** Panels beside each other, default all in one row. */
  columns?: number
  legend?: readonly LegendEntry[]
  colours?: ColourScale
}
