/** The errors of a sampler, in the order in which they stand side by side, and sentences about them. Pure. */
import { formatShort } from '../../ui/format.ts'
import type { Curve, SchemeErrors } from './oracle-tasks.ts'
import { SCHEME_ROWS } from './schemes.ts'

export const KINDS = [
  { kind: 'initialisation', label: 'initialisation', short: 'init', letter: 'i' },
  { kind: 'discretisation', label: 'discretisation', short: 'disc', letter: 'd' },
  { kind: 'truncation', label: 'truncation', short: 'trunc', letter: 't' },
  { kind: 'score', label: 'score misfit', short: 'score', letter: 's' },
] as const
export type Kind = (typeof KINDS)[number]

/** The kinds that there are: a misfit of the score only where it is not exact. */
export const kindsOf = (schemes: readonly SchemeErrors[]): readonly Kind[] =>
  KINDS.filter(({ kind }) => schemes.some(({ errors }) => errors?.[kind] !== undefined))

/** Which scheme ends nearest to the data and what holds it back. */
export function sentenceOfErrors(schemes: readonly SchemeErrors[]): string {
  const finite = schemes.flatMap(({ scheme, errors }) => (errors ? [{ scheme, errors }] : []))
  if (finite.length === 0) return schemes.find(({ reason }) => reason)?.reason ?? 'Choose a scheme.'
  const best = finite.reduce((a, b) => (b.errors.w2 < a.errors.w2 ? b : a))
  const largest = KINDS.reduce((a, b) => ((best.errors[b.kind] ?? 0) > (best.errors[a.kind] ?? 0) ? b : a))
  const missing = schemes.length - finite.length
  return (
    `${SCHEME_ROWS[best.scheme].label} ends nearest to the data, at W₂ = ${formatShort(best.errors.w2)}; ` +
    `the largest of its errors is ${largest.label}, ${formatShort(best.errors[largest.kind])}. They do not add up.` +
    (missing ? ` ${missing} without a finite answer: ${schemes.find(({ reason }) => reason)!.reason}.` : '')
  )
}

/** What the two continuous samplers leave of a wrong start, and what stopping early leaves, eigenvalue by eigenvalue. */
export function sentenceOfEnds([sde, ode, truncation]: readonly Curve[]): string {
  if (!sde || !ode || !truncation) return ''
  const better = sde.points.filter(({ y }, i) => y <= ode.points[i].y * (1 + 1e-9) + 1e-15).length
  const forgets =
    better === sde.points.length
      ? 'The SDE forgets the start at least as well as the ODE at every eigenvalue'
      : `The SDE forgets the start better than the ODE at ${better} of ${sde.points.length} eigenvalues`
  const worst = truncation.points.reduce((a, b) => (b.y > a.y ? b : a))
  return `${forgets}; stopping at eps is felt most at λ = ${formatShort(worst.x)}, by ${formatShort(worst.y)}.`
}

/** How far from the exact law each is at the last time, beside where it is farthest. */
export const sentenceOfAlong = (curves: readonly Curve[]): string =>
  curves
    .filter(({ points }) => points.length > 0)
    .map(({ label, points }) => {
      const worst = points.reduce((a, b) => (b.y > a.y ? b : a))
      const last = points[points.length - 1]
      return `${label} ${formatShort(last.y)} at the end, at most ${formatShort(worst.y)} at t = ${formatShort(worst.x)}`
    })
    .join('; ')

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
