/** Levels of a corruption over one another, by the share of the stops passed: one figure for each thing that levels count. */
import type { FigureSpec } from '../spec.ts'

/** `axis`: what the levels count, with its unit. */
export type LevelCurve = { label: string; levels: readonly number[]; axis: string; slot: number }

/** Up to this many levels each has a mark. */
const MARKED = 60

/** Curves that share an axis; pixels of a blur and the share of a mask do not. */
export const byAxis = <C extends { axis: string }>(curves: readonly C[]): [axis: string, curves: C[]][] =>
  [...new Set(curves.map(({ axis }) => axis))].map((one) => [one, curves.filter(({ axis }) => axis === one)])

/** Why there are several, beside each; null for one alone. */
export const apartSaid = (figures: number): string | null =>
  figures > 1 ? 'apart, as levels of other corruptions count other things: do not compare their heights' : null

export const levelsSentence = (curves: readonly Pick<LevelCurve, 'label' | 'levels'>[]): string =>
  curves.map(({ label, levels }) => `${label}: level from ${levels[0]} to ${levels[levels.length - 1]}`).join('; ')

export function levelsFigure(axis: string, curves: readonly Omit<LevelCurve, 'axis'>[]): FigureSpec {
  return {
    title: 'Corruption',
    sentence: levelsSentence(curves),
    legend: curves.map(({ label, slot, levels }) => ({ label, paint: slot, shape: levels.length <= MARKED })),
    panels: [
      {
        x: { title: 'share of the levels passed', room: 0.02 },
        y: { title: axis, include: [0], room: 0.03 },
        marks: curves.map(({ levels, slot }) => ({
          mark: 'series',
          paint: slot,
          shapes: levels.length <= MARKED,
          size: 5.5,
          points: levels.map((y, i) => ({ x: i / Math.max(1, levels.length - 1), y })),
        })),
      },
    ],
  }
}
