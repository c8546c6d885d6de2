/** Fréchet distances class by class, in groups within which they may be compared: their passports agree. Pure. */
import { readClassResult } from './by-class.ts'
import { firstUnlike, passportOf } from './passport.ts'
import type { Result } from './run.ts'

type Labelled = { number: number; label: string; results: readonly Result[] }
export type ClassDistance = { className: string; value: number | null; reason: string | null }
export type ClassRow<R> = { run: R; distances: readonly ClassDistance[] }
export type ClassGroup<R> = {
  title: string
  /** Samples of every class behind a distance. */
  n: string
  classes: readonly string[]
  rows: readonly ClassRow<R>[]
}
type Found<R> = { run: R; of: string; distances: readonly (Result & { className: string })[] }

const TITLES: Readonly<Record<string, string>> = {
  fid: 'FID by class',
  frechet_distance: 'Fréchet distance by class, classifier features',
}

/** Empty where no run was judged class by class. */
export function classGroups<R extends Labelled>(runs: readonly R[]): ClassGroup<R>[] {
  const found = Object.keys(TITLES).flatMap((of) =>
    runs.map((run): Found<R> => ({ run, of, distances: distancesOf(run, of) })),
  )
  const groups: Found<R>[][] = []
  for (const row of found.filter(({ distances }) => distances.length > 0)) {
    const like = groups.find((group) => alike(group[0], row))
    if (like) like.push(row)
    else groups.push([row])
  }
  return groups.map((group) => ({
    title: TITLES[group[0].of],
    n: String(group[0].distances[0].protocol.n),
    classes: group[0].distances.map(({ className }) => className),
    rows: group.map(({ run, distances }) => ({
      run,
      distances: distances.map(({ className, value, protocol: { reason } }) => ({
        className,
        value,
        reason: typeof reason === 'string' ? reason : null,
      })),
    })),
  }))
}

function distancesOf({ results }: Labelled, of: string): Found<Labelled>['distances'] {
  return results.flatMap((result) => {
    const named = readClassResult(result.name)
    return named?.of === of ? [{ ...result, className: named.className }] : []
  })
}

const alike = (a: Found<Labelled>, b: Found<Labelled>): boolean =>
  a.of === b.of &&
  a.distances.length === b.distances.length &&
  a.distances.every(({ className, protocol }, i) => {
    const other = b.distances[i]
    return className === other.className && !firstUnlike([passportOf(protocol), passportOf(other.protocol)])
  })
