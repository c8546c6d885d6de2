/** The figures of a comparison, on white paper. */
import { drawFigure } from '#figures/draw.ts'
import { byClassFigure } from '#figures/kinds/by-class.ts'
import { apartSaid, byAxis, levelsFigure } from '#figures/kinds/corruption-levels.ts'
import { schedulesFigure } from '#figures/kinds/schedules.ts'
import { sharesFigure } from '#figures/kinds/shares.ts'
import { keySvg } from '#figures/legend.ts'
import { PAPER } from '#figures/palette.ts'
import type { FigureSpec } from '#figures/spec.ts'
import { svgText } from '#figures/svg.ts'

export type Curve = { label: string; sigmas: readonly number[] }
export type Shares = {
  label: string
  share: readonly number[]
  low: readonly number[]
  high: readonly number[]
}

const SIZES = { half: { width: 720, height: 340 }, whole: { width: 1000, height: 340 } } as const

const drawn = (spec: FigureSpec, size: keyof typeof SIZES) =>
  svgText(drawFigure(spec, { ...SIZES[size], colours: PAPER, class: size }).svg)

export const schedulesPlot = (curves: readonly Curve[]): string =>
  drawn(schedulesFigure(curves.map((curve, slot) => ({ ...curve, slot }))), 'half')

/** A picture for each thing that levels count, and why they are apart; runs without a corruption keep their colour and are left out. */
export function levelsPlots(
  curves: readonly ({ label: string; levels: readonly number[]; axis: string } | null)[],
): { svg: string; said: string | null }[] {
  const drawnOnes = curves.flatMap((curve, slot) => (curve ? [{ ...curve, slot }] : []))
  const groups = byAxis(drawnOnes)
  return groups.map(([axis, members]) => ({
    svg: drawn(levelsFigure(axis, members), 'half'),
    said: apartSaid(groups.length),
  }))
}

export const proportionsPlot = (classes: readonly string[], data: readonly number[], rows: readonly Shares[]): string =>
  drawn(
    sharesFigure(
      classes,
      rows.map((row, slot) => ({ ...row, slot })),
      data,
    ),
    'whole',
  )

export type ClassDistances = { label: string; slot: number; values: readonly (number | null)[] }

export const classPlot = (title: string, classes: readonly string[], rows: readonly ClassDistances[]): string =>
  drawn(byClassFigure(title, 'Fréchet distance', classes, rows), 'whole')

/** A short sample of a series' line and mark, for legends and table rows. */
export const key = (index: number): string => svgText(keySvg({ label: '', paint: index, shape: true }, PAPER))
