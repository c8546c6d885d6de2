/** Training effort as series of a figure, or the reason why a law is none. Pure. */
import { type Camel, toCamel } from '#contract/casing.ts'
import { objectiveSpec } from '#contract/network.ts'
import { Refusal } from '#contract/refusal.ts'
import { effortOf, type Effort } from '#theory/effort/effort.ts'
import { levelLaw, type NoiseLaw } from '#theory/effort/noise-laws.ts'
import type { z } from 'zod'
import type { PlotSeries } from '../figures/plot-points.ts'
import { type BinLoss, fallOf } from './loss-fall.ts'

export type Objective = z.output<typeof objectiveSpec>
type Range = readonly [number, number]
export type EffortSeries =
  { series: PlotSeries[]; middle: Range; weighed: Range | null; falling: number | null } | { refusal: string }

const CURVES = [
  { key: 'density', label: 'density of the levels', slot: 7 },
  { key: 'weighted', label: 'density × weight of an error of the image', slot: 1 },
  { key: 'loss', label: '× error of the best denoiser of a Gaussian: share of the loss', slot: 2 },
] as const
/** What is a millionth of the peak is not seen. */
const LEAST = 1e-6

/** An objective as it stands in a form, whole; null while it is none. */
export function objectiveOf(given: unknown): Objective | null {
  const read = objectiveSpec.safeParse(given ?? {})
  return read.success ? read.data : null
}

export function effortSeries(
  { name, noise }: Objective,
  sigmaData: number,
  bins: readonly BinLoss[] = [],
): EffortSeries {
  let points: Effort[]
  try {
    points = effortOf(toCamel(noise) as Camel<Objective['noise']> as NoiseLaw, name, sigmaData)
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.message }
    throw error
  }
  const series: PlotSeries[] = CURVES.flatMap(({ key, ...told }) => {
    const values = points.flatMap((point) => (point[key] === null ? [] : [{ x: point.sigma, y: point[key] }]))
    const most = values.reduce((peak, { y }) => Math.max(peak, y), 0)
    const seen = values.filter(({ y }) => y > LEAST * most)
    const hidden = key === 'loss' && points.every((point) => isNear(point.loss, point.density))
    const label = hidden ? `${told.label}, which lies on the density here` : told.label
    return seen.length ? [{ ...told, label, points: seen, marks: noise.name === 'sequence' }] : []
  })
  const { density } = levelLaw(toCamel(noise) as NoiseLaw)
  const fall = density && fallOf(bins, (sigma) => density(Math.log(sigma)))
  const falls = fall?.filter(({ y }) => y > 0) ?? []
  if (falls.length) series.push({ label: 'fall of the recorded loss, last third', slot: 4, points: falls, marks: true })
  return {
    series,
    falling: falls.length ? falls.reduce((most, point) => (point.y > most.y ? point : most)).x : null,
    middle: middleOf(points, 'density'),
    weighed: points[0].weighted === null ? null : middleOf(points, 'weighted'),
  }
}

/** As the EDM weight has it: one curve under the other is named, or it would be looked for. */
const isNear = (a: number | null, b: number) => a !== null && Math.abs(a - b) <= 0.01 * b

/** Quartiles of a curve over ln sigma. */
function middleOf(points: readonly Effort[], key: 'density' | 'weighted'): Range {
  const shares = points.map((point, i) => {
    if (i === 0) return 0
    const before = points[i - 1]
    return ((point[key]! + before[key]!) / 2) * Math.log(point.sigma / before.sigma)
  })
  const at = (quartile: number) => {
    let sum = 0
    const found = shares.findIndex((share) => (sum += share) >= quartile)
    return points[found < 0 ? points.length - 1 : found].sigma
  }
  return [at(0.25), at(0.75)]
}
