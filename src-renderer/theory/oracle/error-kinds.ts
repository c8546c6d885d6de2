/** The three errors of a sampler, in the order in which they stand side by side, and sentences about them. Pure. */
import { formatShort } from '../../ui/format.ts'
import type { Curve, SchemeErrors } from './oracle-tasks.ts'
import { SCHEME_ROWS } from './schemes.ts'

export const KINDS = [
  { kind: 'initialisation', label: 'initialisation', short: 'init', letter: 'i' },
  { kind: 'discretisation', label: 'discretisation', short: 'disc', letter: 'd' },
  { kind: 'truncation', label: 'truncation', short: 'trunc', letter: 't' },
] as const
export type Kind = (typeof KINDS)[number]

/** Which scheme ends nearest to the data and what holds it back. */
export function sentenceOfErrors(schemes: readonly SchemeErrors[]): string {
  const finite = schemes.flatMap(({ scheme, errors }) => (errors ? [{ scheme, errors }] : []))
  if (finite.length === 0) return schemes.find(({ reason }) => reason)?.reason ?? 'Choose a scheme.'
  const best = finite.reduce((a, b) => (b.errors.w2 < a.errors.w2 ? b : a))
  const largest = KINDS.reduce((a, b) => (best.errors[b.kind] > best.errors[a.kind] ? b : a))
  const missing = schemes.length - finite.length
  return (
    `${SCHEME_ROWS[best.scheme].label} ends nearest to the data, at W₂ = ${formatShort(best.errors.w2)}; ` +
    `the largest of its errors is ${largest.label}, ${formatShort(best.errors[largest.kind])}. They do not add up.` +
    (missing ? ` ${missing} without a finite answer: ${schemes.find(({ reason }) => reason)!.reason}.` : '')
  )
}

/** The least value of every curve and where it lies. */
export function sentenceOfCurves(curves: readonly Curve[], at: (x: number) => string): string {
  return curves
    .map(({ label, points, reason }) => {
      const finite = points.filter(({ y }) => Number.isFinite(y))
      if (finite.length === 0) return `${label}: ${reason ?? 'no answer'}`
      const best = finite.reduce((a, b) => (b.y < a.y ? b : a))
      return `${label} least at ${at(best.x)}, ${formatShort(best.y)}`
    })
    .join('; ')
}
