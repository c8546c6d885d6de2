/** From a figure's specification to SVG text: the one place where figures are drawn, for page, report and files. */
import { drawAxes } from './axes.ts'
import { colourBar, shareOn } from './colour-bar.ts'
import { layOut, type PanelLayout } from './layout.ts'
import { drawLegend } from './legend.ts'
import type { Box, Frame } from './marks/frame.ts'
import { rowOf } from './marks/marks.ts'
import type { Colours } from './palette.ts'
import { extent, linearWithin } from './scale.ts'
import type { AxisSpec, FigureSpec, PanelSpec } from './spec.ts'
import { element, svgText, type SvgNode } from './svg.ts'
import { wrapped } from './text.ts'

export type DrawOptions = {
  width: number
  height: number
  colours: Colours
  /** Draw the names of the series as well, where a page would list them beside the figure. */
  legend?: boolean
  /** A ground of its own, for what stands alone. */
  paper?: boolean
  class?: string
}
export type Drawn = {
  svg: SvgNode
  /** Values without a place: not finite, or 0 or below on a logarithmic axis. Their line has a gap. */
  lost: number
  panels: readonly PanelLayout[]
}

const FONT = "Inter, system-ui, 'Segoe UI', 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"

const LEAST = 120

/** `height` is of the panels and their axes; a legend comes on top of it. */
export function drawFigure(spec: FigureSpec, options: DrawOptions): Drawn {
  const { colours } = options
  // Whatever the page's width while it is laid out.
  const width = Math.max(LEAST, options.width)
  const legend =
    options.legend && spec.legend ? drawLegend(spec.legend, 14, width - 28, colours) : { nodes: [], height: 0 }
  const height = options.height + legend.height
  const barAt = (top: number, bottom: number) =>
    spec.colours ? colourBar(spec, { right: width - 6, top, bottom }, colours) : null
  const right = width - (barAt(legend.height + 8, height - 34)?.width ?? 0)
  const columns = Math.max(1, Math.min(spec.columns ?? spec.panels.length, spec.panels.length))
  const rows = Math.ceil(spec.panels.length / columns)
  const [wide, high] = [right / columns, options.height / Math.max(1, rows)]
  const share = shareOn(spec)
  const panels = spec.panels.map((panel, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)]
    const top = legend.height + row * high
    return drawPanel(
      panel,
      { left: column * wide, right: (column + 1) * wide, top, bottom: top + high },
      colours,
      share,
    )
  })
  const boxes = panels.map(({ laid }) => laid.box)
  const bar = barAt(Math.min(...boxes.map(({ top }) => top)), Math.max(...boxes.map(({ bottom }) => bottom)))
  const paper = options.paper ? [element('rect', { width, height, fill: colours.panel })] : []
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: options.class,
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': `${spec.title}. ${spec.sentence}`,
      'font-family': FONT,
      'font-size': 10,
    },
    ...paper,
    ...legend.nodes,
    ...panels.flatMap(({ nodes }) => nodes),
    ...(bar?.nodes ?? []),
  )
  return { svg, lost: panels.reduce((sum, { lost }) => sum + lost, 0), panels: panels.map(({ laid }) => laid) }
}

export type FileOptions = Omit<DrawOptions, 'legend' | 'paper' | 'class'> & {
  legend?: boolean
  /** The figure's title above it. */
  heading?: boolean
  /** Below it: what a reader has to know of it. */
  caption?: string
}
const HEADING = { size: 13, line: 17 }
const CAPTION = { size: 10, line: 14 }
const EDGE = 14

/** As it stands alone, on paper: title, legend, panels and caption in one drawing. `height` is of the panels and their axes. */
export function figureOnPaper(spec: FigureSpec, { heading = true, caption = '', ...options }: FileOptions): SvgNode {
  const { colours } = options
  const width = Math.max(LEAST, options.width)
  const lines = (text: string, { size }: typeof HEADING) => (text ? wrapped(text, size, width - 2 * EDGE) : [])
  const [above, below] = [lines(heading ? spec.title : '', HEADING), lines(caption, CAPTION)]
  const { svg } = drawFigure(spec, { legend: true, ...options, width })
  const top = above.length * HEADING.line + (above.length ? 6 : 0)
  const inner = Number(svg.attributes.height)
  const height = top + inner + below.length * CAPTION.line + (below.length ? 14 : 0)
  const strong = { x: EDGE, 'font-size': HEADING.size, 'font-weight': 600, fill: colours.ink }
  const soft = { x: EDGE, 'font-size': CAPTION.size, fill: colours['ink-soft'] }
  return element(
    'svg',
    { ...svg.attributes, viewBox: `0 0 ${width} ${height}`, width, height },
    element('rect', { width, height, fill: colours.panel }),
    ...above.map((line, i) => element('text', { ...strong, y: 16 + i * HEADING.line }, line)),
    element('g', { transform: top ? `translate(0 ${top})` : '' }, ...svg.inside),
    ...below.map((line, i) => element('text', { ...soft, y: top + inner + 16 + i * CAPTION.line }, line)),
  )
}

/** The same as a file whose text is text. */
export const figureFile = (spec: FigureSpec, options: FileOptions): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${svgText(figureOnPaper(spec, options))}\n`

function drawPanel(panel: PanelSpec, outer: Box, colours: Colours, share: Frame['share']) {
  const reaches = panel.marks.map((mark) => rowOf(mark).reach(mark))
  const xs = reaches.flatMap(({ x }) => x)
  const ys = reaches.flatMap(({ y }) => y)
  const whole = { ...panel, x: withLinear(panel.x, xs), y: withLinear(panel.y, ys) }
  const laid = layOut(whole, outer, extent(xs, whole.x), extent(ys, whole.y))
  const frame: Frame = { x: laid.x, y: laid.y, box: laid.box, colours, share }
  const marks = panel.marks.flatMap((mark) => rowOf(mark).draw(mark, frame))
  const lost = panel.marks.reduce((sum, mark) => sum + rowOf(mark).lost(mark, frame), 0)
  const cut = panel.x.domain || panel.y.domain
  return { nodes: [...drawAxes(whole, laid, colours), ...(cut ? [cutTo(laid.box, marks)] : marks)], lost, laid }
}

const withLinear = (axis: AxisSpec, values: readonly number[]): AxisSpec =>
  axis.scale === 'symlog' && axis.linear === undefined
    ? { ...axis, linear: linearWithin([...values, ...(axis.include ?? [])]) }
    : axis

/** An inner picture cuts off what lies outside of it, without a name that another figure on the page could have too. */
function cutTo({ left, right, top, bottom }: Box, marks: readonly SvgNode[]): SvgNode {
  const room = 5
  const place = { x: left - room, y: top - room, width: right - left + 2 * room, height: bottom - top + 2 * room }
  return element(
    'svg',
    { ...place, viewBox: `${place.x} ${place.y} ${place.width} ${place.height}`, overflow: 'hidden' },
    ...marks,
  )
}
