/** What varies in a sweep: one axis a factor, or a zip whose factors go together. */
import { nearestName } from './nearest-name.ts'
import { Refusal } from './refusal.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type Tree = { readonly [key: string]: Json }

/** `draw.schedule.sigma_max`: field `schedule.sigma_max` of step `draw`. */
export type Factor = { key: string; step: string; path: readonly string[] }

/** `values[i]` holds the i-th value of each factor. One factor, but for a zip. */
export type Axis = { factors: readonly Factor[]; values: readonly (readonly Json[])[] }

const ZIP = 'zip'
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor'])

/** The axes of `vary` in the order of the file. `steps`: names of those there are. */
export function readFactors(vary: Readonly<Record<string, unknown>>, steps: readonly string[]): Axis[] {
  const axes = Object.entries(vary).flatMap(([key, given]) => {
    if (key !== ZIP) return [axisOf({ [key]: given }, 'vary', steps)]
    const entries = Array.isArray(given) ? (given as unknown[]) : [given]
    return entries.map((entry, i) => {
      const at = Array.isArray(given) ? `vary.zip.${i}` : 'vary.zip'
      if (typeof entry === 'object' && entry !== null && !Array.isArray(entry) && Object.keys(entry).length > 0)
        return axisOf(entry as Record<string, unknown>, at, steps)
      const message = `${at}: give the factors that go together, each a list, such as draw.seed: [0, 1].`
      throw new Refusal(message, { field: at })
    })
  })
  refuseOverlaps(axes.flatMap(({ factors }) => factors))
  return axes
}

function axisOf(entry: Readonly<Record<string, unknown>>, at: string, steps: readonly string[]): Axis {
  const lists = Object.entries(entry).map(([key, given]) => ({
    factor: factorOf(key, at, steps),
    values: valuesOf(given, `${at}.${key}`),
  }))
  const [first, ...others] = lists
  const other = others.find(({ values }) => values.length !== first.values.length)
  if (other) {
    const message = `${at}: ${first.factor.key} has ${first.values.length} values and ${other.factor.key} has ${other.values.length}; what goes together needs as many of each.`
    throw new Refusal(message, { field: at })
  }
  const rows = first.values.map((_, i) => lists.map(({ values }) => values[i]))
  const texts = rows.map((row) => JSON.stringify(row))
  const twice = texts.findIndex((text, i) => texts.indexOf(text) < i)
  if (twice >= 0) {
    const keys = lists.map(({ factor }) => factor.key).join(', ')
    const message = `${at}: ${keys} has ${texts[twice].slice(1, -1)} twice, which would be the same run; leave one out.`
    throw new Refusal(message, { field: `${at}.${first.factor.key}` })
  }
  return { factors: lists.map(({ factor }) => factor), values: rows }
}

function factorOf(key: string, at: string, steps: readonly string[]): Factor {
  const [step, ...path] = key.split('.')
  const field = `${at}.${key}`
  if (!steps.includes(step)) {
    const message = `${field}: no step is called ${step || 'that'}, so that the factor has nothing to vary. ${nearestName(step, steps)}`
    throw new Refusal(message, { field })
  }
  if (path.length === 0 || path.some((part) => part === '' || FORBIDDEN.has(part)))
    throw new Refusal(`${field}: name a field of the step too, such as ${step}.seed.`, { field })
  if (path[0] === 'kind')
    throw new Refusal(`${field}: what kind of run a step is cannot vary; make a step of each kind.`, { field })
  return { key, step, path }
}

function valuesOf(given: unknown, field: string): Json[] {
  if (!Array.isArray(given))
    throw new Refusal(`${field}: give a list of values, such as [${JSON.stringify(given) ?? 1}].`, { field })
  if (given.length === 0)
    throw new Refusal(`${field} is an empty list, so that no run would be made; give at least one value.`, { field })
  for (const value of given as Json[]) {
    if (typeof value !== 'string' || !value.startsWith('@')) continue
    const message = `${field}: ${value} refers to a step, and which one cannot vary; vary a field of that step instead.`
    throw new Refusal(message, { field })
  }
  return given as Json[]
}

/** Two factors on one key, or one inside what the other replaces. */
function refuseOverlaps(factors: readonly Factor[]): void {
  for (const [i, { key }] of factors.entries()) {
    const other = factors.find((one, j) => j !== i && (one.key === key ? j > i : key.startsWith(`${one.key}.`)))
    if (!other) continue
    const says =
      other.key === key
        ? `${key} varies twice`
        : `${key} lies inside ${other.key}, which varies too and would replace it`
    throw new Refusal(`vary: ${says}; leave one of the two.`, { field: `vary.${key}` })
  }
}
