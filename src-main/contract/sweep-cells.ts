/** A sweep expanded: one cell for each run, in an order fixed by the file. The last factor varies fastest. */
import { parse } from './parse.ts'
import { Refusal } from './refusal.ts'
import { runConfig } from './run-config.ts'
import type { Axis, Json, Tree } from './sweep-factors.ts'
import type { Sweep, SweepStep } from './sweep.ts'

export type Factors = Readonly<Record<string, Json>>

/** `id`: the step and its place among that step's combinations, `draw/1`. */
export type Cell = {
  id: string
  step: string
  factors: Factors
  /** By the field that refers, the cell whose run is meant. */
  needs: Readonly<Record<string, string>>
  /** The configuration with its factors in; fields of `needs` still say `@step`. */
  config: Tree
}

/** More would be a mistake in a list: a run takes seconds at least. */
export const MOST_RUNS = 10_000

/** Every cell, each step after those it refers to. Refuses whatever would not parse, before anything is made. */
export function expandSweep(sweep: Sweep): Cell[] {
  const counts = sweep.steps.map((step) => combinationCount(sweep, step))
  const runs = counts.reduce((sum, count) => sum + count, 0)
  if (runs > MOST_RUNS) {
    const largest = sweep.steps[counts.indexOf(Math.max(...counts))]
    const lengths = largest.reach.map((i) => `${sweep.axes[i].values.length} of ${keysOf(sweep.axes[i])}`).join(' x ')
    const message = `vary: that would be ${runs.toLocaleString('en')} runs (${largest.name}: ${lengths}), and ${MOST_RUNS.toLocaleString('en')} is the most; shorten a list, or put factors that go together into zip.`
    throw new Refusal(message, { field: 'vary' })
  }
  return sweep.steps.flatMap((step) => cellsOf(sweep, step))
}

export const combinationCount = ({ axes }: Sweep, { reach }: SweepStep): number =>
  reach.reduce((product, i) => product * axes[i].values.length, 1)

const keysOf = ({ factors }: Axis): string => factors.map(({ key }) => key).join(' with ')

function cellsOf(sweep: Sweep, step: SweepStep): Cell[] {
  const { axes, steps } = sweep
  return Array.from({ length: combinationCount(sweep, step) }, (_, index) => {
    const place = placeAt(index, step.reach, axes)
    const chosen = step.reach.flatMap((i) =>
      axes[i].factors.map((factor, k) => ({ ...factor, value: axes[i].values[place.get(i)!][k] })),
    )
    const factors = Object.fromEntries(chosen.map(({ key, value }) => [key, value]))
    const config = chosen
      .filter((factor) => factor.step === step.name)
      .reduce<Tree>((tree, { path, value }) => withValue(tree, path, value), step.config)
    checkConfig(step.name, factors, config)
    const needs = Object.fromEntries(
      Object.entries(step.references).map(([field, name]) => {
        const { reach } = steps.find((other) => other.name === name)!
        return [field, cellId(name, indexOf(place, reach, axes))]
      }),
    )
    return { id: cellId(step.name, index), step: step.name, factors, needs, config }
  })
}

const cellId = (step: string, index: number): string => `${step}/${index + 1}`

/** By axis, which of its values a combination takes. */
function placeAt(index: number, reach: readonly number[], axes: readonly Axis[]): Map<number, number> {
  const place = new Map<number, number>()
  let rest = index
  for (const i of reach.toReversed()) {
    const { length } = axes[i].values
    place.set(i, rest % length)
    rest = Math.floor(rest / length)
  }
  return place
}

const indexOf = (place: ReadonlyMap<number, number>, reach: readonly number[], axes: readonly Axis[]): number =>
  reach.reduce((index, i) => index * axes[i].values.length + place.get(i)!, 0)

/** A new tree with `value` at the path. */
export function withValue(tree: Tree, [key, ...rest]: readonly string[], value: Json): Tree {
  if (rest.length === 0) return { ...tree, [key]: value }
  const below = tree[key]
  const inner = typeof below === 'object' && below !== null && !Array.isArray(below) ? (below as Tree) : {}
  return { ...tree, [key]: withValue(inner, rest, value) }
}

/** What stands at the path, if anything does. */
export const valueAt = (tree: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | null | undefined)?.[key], tree)

/** A step of a file with its factors, for a refusal. */
export const placeText = ({ step, factors }: Pick<Cell, 'step' | 'factors'>): string =>
  Object.keys(factors).length > 0 ? `steps.${step} with ${factorsText(factors)}` : `steps.${step}`

/** As one says it: `draw.schedule.sigma_max = 1, draw.seed = 0`. */
export const factorsText = (factors: Factors): string =>
  Object.entries(factors)
    .map(([key, value]) => `${key} = ${valueText(value)}`)
    .join(', ')

/** A value in few words: of an object its name or family. */
export function valueText(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { name, family } = value as { name?: Json; family?: Json }
  return typeof name === 'string' ? name : typeof family === 'string' ? family : JSON.stringify(value)
}

function checkConfig(step: string, factors: Factors, config: Tree): void {
  try {
    parse(runConfig, config, placeText({ step, factors }))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.message, { field: `steps.${step}.${error.field}`, code: error.code, cause: error })
  }
}
