/** Draws the timesteps of training beside the curve: a rug of all, the chosen ones on it, and from each level to the one it rounds to. */
import type { Scale } from '#figures/scale.ts'
import type { Colours } from '../../charts/series.ts'

/** Sigmas of all timesteps, and of the one nearest to each level. */
export type Rug = { readonly all: readonly number[]; readonly chosen: readonly number[] }

const [ALL, CHOSEN] = [7, 16]

export function paintRug(
  canvas: CanvasRenderingContext2D,
  { x, y }: { x: Scale; y: Scale },
  { rug, colour }: { rug: Rug; colour: string },
  colours: Colours,
): void {
  const line = (from: number, to: number, at: number) => {
    canvas.beginPath()
    canvas.moveTo(from, at)
    canvas.lineTo(to, at)
    canvas.stroke()
  }
  canvas.lineWidth = 1
  canvas.strokeStyle = colours['ink-faint']
  canvas.globalAlpha = 0.8
  // One a pixel is all that can be told apart.
  let before = NaN
  for (const sigma of rug.all) {
    const at = Math.round(y.place(sigma)) + 0.5
    if (at === before) continue
    before = at
    line(x.from, x.from + ALL, at)
  }
  canvas.globalAlpha = 1
  canvas.lineWidth = 1.5
  canvas.strokeStyle = colour
  for (const sigma of rug.chosen) line(x.from, x.from + CHOSEN, y.place(sigma))
}

/** Crosses at the timesteps that levels round to: they lie on the curve where nothing is rounded. */
export function paintRounded(
  canvas: CanvasRenderingContext2D,
  { x, y, xOf }: { x: Scale; y: Scale; xOf: (index: number, count: number) => number },
  rug: Rug,
  colours: Colours,
): void {
  const gap = (x.to - x.from) / Math.max(1, rug.chosen.length)
  if (gap < 8) return
  canvas.lineWidth = 1.25
  canvas.strokeStyle = colours.ink
  const arm = Math.min(7, gap / 3)
  rug.chosen.forEach((sigma, i) => {
    const [px, py] = [x.place(xOf(i, rug.chosen.length)), y.place(sigma)]
    canvas.beginPath()
    canvas.moveTo(px - arm, py)
    canvas.lineTo(px + arm, py)
    canvas.stroke()
  })
}
