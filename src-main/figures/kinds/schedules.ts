/** Noise schedules over one another: sigma by the share of the levels passed. */
import type { FigureSpec } from '../spec.ts'

export type ScheduleCurve = { label: string; sigmas: readonly number[]; slot: number }

/** Up to this many levels each has a mark. */
const MARKED = 60

export function schedulesFigure(curves: readonly ScheduleCurve[]): FigureSpec {
  const ends = curves.map(
    ({ label, sigmas }) => `${label}: ${sigmas.length} levels from ${sigmas[0]} to ${sigmas[sigmas.length - 1]}`,
  )
  return {
    title: 'Noise schedules',
    sentence: ends.join('; '),
    legend: curves.map(({ label, slot, sigmas }) => ({ label, paint: slot, shape: sigmas.length <= MARKED })),
    panels: [
      {
        x: { title: 'share of the levels passed', room: 0.02 },
        y: { title: 'σ (data units)', scale: 'log', room: 0.03 },
        marks: curves.map(({ sigmas, slot }) => ({
          mark: 'series',
          paint: slot,
          shapes: sigmas.length <= MARKED,
          size: 5.5,
          points: sigmas.map((y, i) => ({ x: i / Math.max(1, sigmas.length - 1), y })),
        })),
      },
    ],
  }
}
