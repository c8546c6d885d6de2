/** Quality against cost: one curve for each schedule and sampler, its points averaged over seeds. Pure. */
import { readClassResult } from '#contract/by-class.ts'
import { plainName } from '#contract/keep-apart.ts'
import type { RunConfig } from '#contract/run-config.ts'
import { leavesOf } from '#contract/run-settings.ts'
import { summarise } from '#theory/statistics/summary.ts'
import { pairedTTest } from '#theory/statistics/paired.ts'
import type { PlotPoint } from '../figures/plot-points.ts'
import type { Compared } from './comparison.svelte.ts'

export type QualityPoint = PlotPoint & { seeds: number[]; values: number[] }
/** `runId`: one of its runs. */
export type QualityCurve = { key: string; label: string; runId: string; points: QualityPoint[] }

/** `details`: what could tell it from another of its label, one thing each. */
type Settings = { key: string; label: string; details: string[] }

/** A schedule in a word: its family, the name of a list, the process whose times it is. */
function scheduleWord(schedule: Extract<RunConfig, { kind: 'sample' }>['schedule']): string {
  if (schedule.family === 'list') return schedule.name ?? 'list'
  return schedule.family === 'process' ? schedule.process.family : schedule.family
}

/** What a curve has in common: family and parameters but the number of levels, the sampler, the score, its corruption and the start. */
export function settingsOf({ run }: Pick<Compared, 'run'>): Settings {
  const { config } = run
  if (config.kind !== 'sample') throw new Error(`run ${run.number} drew no samples`)
  const { family, name, ...rest } = config.schedule
  const shape: Record<string, unknown> = { ...rest }
  delete shape.levels
  // A list has no parameters: lists of one name are taken for one way to make them.
  if (family === 'list') delete shape.sigmas
  const { name: sampler, ...options } = config.sampler
  const { network, weights, start, score, corruption, start_from: from } = config
  const key = JSON.stringify([
    family,
    family === 'list' ? (name ?? run.scheduleHash) : null,
    shape,
    sampler,
    options,
    network,
    weights,
    start,
    score,
    corruption,
    from,
  ])
  const numbers = Object.entries({ ...shape, ...options }).filter(([, value]) => typeof value === 'number')
  return {
    key,
    label: `${scheduleWord(config.schedule)}, ${sampler}`,
    details: [
      ...(score ? [] : [`network ${network}`]),
      ...leavesOf({ score, corruption, start }).map(([path, value]) => `${path} ${String(value)}`),
      ...numbers.map(([name, value]) => `${name} ${value}`),
    ],
  }
}

export const valueOfCompared = ({ run, evaluation }: Compared, name: string): number | null =>
  [...evaluation, ...run.results].find((result) => result.name === name)?.value ?? null

/** Curves of `metric` against NFE; runs without either are left out. The interval is Student's over seeds, absent for one. */
export function qualityCurves(compared: readonly Compared[], metric: string): QualityCurve[] {
  const measured = compared.flatMap((one) => {
    const [nfe, value] = [valueOfCompared(one, 'nfe'), valueOfCompared(one, metric)]
    return nfe === null || value === null
      ? []
      : [{ ...settingsOf(one), nfe, value, seed: one.run.seed, runId: one.run.id }]
  })
  const curves = [...Map.groupBy(measured, ({ key }) => key)].map(([key, members]) => {
    const points = [...Map.groupBy(members, ({ nfe }) => nfe)].map(([nfe, runs]): QualityPoint => {
      const values = runs.map(({ value }) => value)
      const { mean, low, high } = summarise(values)
      const interval = low === null || high === null ? {} : { low, high }
      return { x: nfe, y: mean, ...interval, seeds: runs.map(({ seed }) => seed), values }
    })
    const { label, details, runId } = members[0]
    return { key, label, details, runId, points: points.toSorted((a, b) => a.x - b.x) }
  })
  // Two curves of one name are told apart by what differs between them.
  return curves.map(({ key, label, details, runId, points }) => {
    const namesakes = curves.filter((other) => other.label === label)
    const own = details.filter((detail) => !namesakes.every((other) => other.details.includes(detail)))
    return { key, runId, label: own.length ? `${label} (${own.join(', ')})` : label, points }
  })
}

export type Duel = {
  first: string
  second: string
  nfe: number
  seeds: number
  difference: number
  low: number
  high: number
  pValue: number
}

/** Paired tests, seed by seed, between curves that were measured at one NFE with at least two common seeds. */
export function duels(curves: readonly QualityCurve[]): Duel[] {
  const found: Duel[] = []
  for (const [i, a] of curves.entries())
    for (const b of curves.slice(i + 1))
      for (const point of a.points) {
        const other = b.points.find(({ x }) => x === point.x)
        const common = other ? [...new Set(point.seeds)].filter((seed) => other.seeds.includes(seed)) : []
        if (!other || common.length < 2) continue
        const valuesOf = ({ seeds, values }: QualityPoint) => common.map((seed) => values[seeds.indexOf(seed)])
        const [first, second] = [valuesOf(point), valuesOf(other)]
        // Equal differences throughout leave a t test without a scale; there is nothing to be tested then.
        if (new Set(first.map((value, k) => value - second[k])).size === 1) continue
        const { difference, low, high, pValue } = pairedTTest(first, second)
        found.push({
          first: a.label,
          second: b.label,
          nfe: point.x,
          seeds: common.length,
          difference,
          low,
          high,
          pValue,
        })
      }
  return found
}

const FIRST = ['fid', 'frechet_distance']

/** Metrics that an evaluation gave in any of the runs, the telling ones first. */
export function metricNames(compared: readonly Compared[]): string[] {
  const names = new Set(compared.flatMap(({ evaluation }) => evaluation.map(({ name }) => name)))
  const plain = [...names].filter((name) => readClassResult(name) === null)
  const place = (name: string) => (FIRST.includes(plainName(name)) ? FIRST.indexOf(plainName(name)) : FIRST.length)
  return plain.toSorted((a, b) => place(a) - place(b))
}

/** Runs whose samples began with the same noise, by its hash; only groups of two and more. */
export function sameNoise(compared: readonly Compared[]): Compared[][] {
  const hashed = compared.flatMap((one) => {
    const hash = one.run.results.find(({ name }) => name === 'noise')?.protocol.hash
    return typeof hash === 'string' ? [{ hash, one }] : []
  })
  return [...Map.groupBy(hashed, ({ hash }) => hash).values()]
    .filter((group) => group.length > 1)
    .map((group) => group.map(({ one }) => one))
}
