/** Draws the editor's two layers: the ground, with axes and compared curves, and over it the curve that is edited with its handles. */
import { dashOf } from '#figures/palette.ts'
import type { Scale } from '#figures/scale.ts'
import { plainTick } from '#figures/tick-text.ts'
import { paintRounded, paintRug, type Rug } from './paint-rug.ts'
import type { Colours } from '../../charts/series.ts'

export type Curve = { readonly sigmas: readonly number[]; readonly slot: number }
export type Point = { readonly x: number; readonly sigma: number }
type Frame = {
  readonly width: number
  readonly height: number
  readonly x: Scale
  readonly y: Scale
  /** Where level `index` of a curve of `count` levels stands on the x axis. */
  readonly xOf: (index: number, count: number) => number
}
/** Stands still while a handle is dragged, and so is drawn once. */
export type Ground = Frame & {
  readonly xTitle: string
  readonly yTitle: string
  readonly others: readonly Curve[]
}
export type Edited = Frame & {
  readonly active: Curve | null
  readonly handles: readonly Point[]
  readonly selected: number
  readonly hovered: number | null
  readonly knots: boolean
  /** Of a grid on a table. */
  readonly rug: Rug | null
}

/** Handles nearer to each other than this are not drawn one by one. */
const MIN_HANDLE_GAP = 5

export function paintGround(canvas: CanvasRenderingContext2D, ground: Ground, colours: Colours): void {
  canvas.clearRect(0, 0, ground.width, ground.height)
  paintGrid(canvas, ground, colours)
  within(canvas, ground, () => {
    for (const curve of ground.others) paintCurve(canvas, ground, colours, curve, 1.5, 0.75)
  })
}

export function paintEdited(canvas: CanvasRenderingContext2D, edited: Edited, colours: Colours): void {
  canvas.clearRect(0, 0, edited.width, edited.height)
  within(canvas, edited, () => {
    if (edited.active) {
      paintFill(canvas, edited, colours, edited.active)
      if (edited.rug) {
        const colour = colours[`series-${edited.active.slot + 1}`]
        paintRug(canvas, edited, { rug: edited.rug, colour }, colours)
        paintRounded(canvas, edited, edited.rug, colours)
      }
      paintCurve(canvas, edited, colours, edited.active, 2.25, 1)
    }
    paintHandles(canvas, edited, colours)
  })
}

/** Cut off a little outside of the axes, so that handles at their ends stay whole. */
function within(canvas: CanvasRenderingContext2D, { x, y }: Frame, draw: () => void): void {
  canvas.save()
  canvas.beginPath()
  canvas.rect(x.from - 10, y.to - 10, x.to - x.from + 20, y.from - y.to + 20)
  canvas.clip()
  draw()
  canvas.restore()
}

function paintGrid(canvas: CanvasRenderingContext2D, { x, y, xTitle, yTitle }: Ground, colours: Colours): void {
  canvas.font = `11px ${getComputedStyle(canvas.canvas).fontFamily}`
  canvas.lineWidth = 1
  canvas.textBaseline = 'middle'
  canvas.textAlign = 'right'
  for (const tick of y.ticks(34)) {
    const at = Math.round(tick.at) + 0.5
    stroke(canvas, colours.line, tick.text ? 1 : 0.5, [x.from, at], [x.to, at])
    canvas.fillStyle = colours['ink-faint']
    if (tick.text) canvas.fillText(plainTick(tick.text), x.from - 16, at)
  }
  canvas.textAlign = 'center'
  canvas.textBaseline = 'top'
  for (const tick of x.ticks(70)) {
    const at = Math.round(tick.at) + 0.5
    stroke(canvas, colours.line, tick.text ? 0.6 : 0.3, [at, y.to], [at, y.from])
    canvas.fillStyle = colours['ink-faint']
    if (tick.text) canvas.fillText(plainTick(tick.text), at, y.from + 9)
  }
  // The temper of the axis: hot where there is much noise, cool where there is little.
  const temper = canvas.createLinearGradient(0, y.to, 0, y.from)
  temper.addColorStop(0, colours.hot)
  temper.addColorStop(0.5, colours.warm)
  temper.addColorStop(1, colours.cool)
  canvas.fillStyle = temper
  canvas.fillRect(x.from - 8, y.to, 3, y.from - y.to)

  canvas.fillStyle = colours['ink-soft']
  canvas.font = `500 11px ${getComputedStyle(canvas.canvas).fontFamily}`
  canvas.textAlign = 'right'
  canvas.fillText(xTitle, x.to, y.from + 26)
  canvas.textAlign = 'left'
  canvas.textBaseline = 'bottom'
  canvas.fillText(yTitle, x.from - 8, y.to - 12)
}

function stroke(canvas: CanvasRenderingContext2D, colour: string, alpha: number, from: number[], to: number[]): void {
  canvas.globalAlpha = alpha
  canvas.strokeStyle = colour
  canvas.beginPath()
  canvas.moveTo(from[0], from[1])
  canvas.lineTo(to[0], to[1])
  canvas.stroke()
  canvas.globalAlpha = 1
}

/** The path of a curve; of very long ones every few levels, which a falling curve allows. */
function trace(canvas: CanvasRenderingContext2D, { x, y, xOf, width }: Frame, sigmas: readonly number[]): void {
  const every = Math.max(1, Math.floor(sigmas.length / (3 * width)))
  canvas.beginPath()
  for (let i = 0; i < sigmas.length; i += every) canvas.lineTo(x.place(xOf(i, sigmas.length)), y.place(sigmas[i]))
  const last = sigmas.length - 1
  canvas.lineTo(x.place(xOf(last, sigmas.length)), y.place(sigmas[last]))
}

function paintCurve(
  canvas: CanvasRenderingContext2D,
  scene: Frame,
  colours: Colours,
  curve: Curve,
  width: number,
  alpha: number,
): void {
  canvas.globalAlpha = alpha
  canvas.lineWidth = width
  canvas.lineJoin = 'round'
  canvas.strokeStyle = colours[`series-${curve.slot + 1}`]
  canvas.setLineDash([...dashOf(curve.slot)])
  trace(canvas, scene, curve.sigmas)
  canvas.stroke()
  canvas.setLineDash([])
  canvas.globalAlpha = 1
}

function paintFill(canvas: CanvasRenderingContext2D, scene: Frame, colours: Colours, { sigmas, slot }: Curve): void {
  const { x, y, xOf } = scene
  trace(canvas, scene, sigmas)
  canvas.lineTo(x.place(xOf(sigmas.length - 1, sigmas.length)), y.from)
  canvas.lineTo(x.place(xOf(0, sigmas.length)), y.from)
  canvas.closePath()
  canvas.globalAlpha = 0.07
  canvas.fillStyle = colours[`series-${slot + 1}`]
  canvas.fill()
  canvas.globalAlpha = 1
}

function paintHandles(canvas: CanvasRenderingContext2D, scene: Edited, colours: Colours): void {
  const { x, y, handles, selected, hovered, knots, active } = scene
  const colour = colours[`series-${(active?.slot ?? 0) + 1}`]
  const dot = (index: number, radius: number, fill: string, edge: string, width: number) => {
    canvas.beginPath()
    canvas.arc(x.place(handles[index].x), y.place(handles[index].sigma), radius, 0, 2 * Math.PI)
    canvas.fillStyle = fill
    canvas.fill()
    canvas.lineWidth = width
    canvas.strokeStyle = edge
    canvas.stroke()
  }
  const gap = (x.to - x.from) / Math.max(1, handles.length)
  if (gap >= MIN_HANDLE_GAP || knots)
    handles.forEach((_, index) => dot(index, knots ? 5 : Math.min(3.6, gap / 3), colours.panel, colour, 1.5))
  if (hovered !== null && handles[hovered]) dot(hovered, 5.5, colours.panel, colour, 2)
  if (handles[selected]) dot(selected, 5.5, colour, colours.panel, 2)
}
