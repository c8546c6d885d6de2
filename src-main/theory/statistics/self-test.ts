/** Known-answer test of the judges' arithmetic: sets small enough to be worked out by hand, each beside what the program finds. */
import type { Features } from './features.ts'
import { frechetOfFeatures } from './frechet-features.ts'
import { kernelDistance } from './kernel-distance.ts'
import { manifoldOverlap } from './manifold-overlap.ts'

/** `why`: how the answer is had without the program. `difference` is relative to the answer, or to 1 where that is smaller. */
export type KnownAnswer = {
  name: string
  why: string
  expected: number
  found: number | null
  difference: number | null
  holds: boolean
}

/** Float64, and a handful of operations. */
const TOLERANCE = 1e-12

const rows = (name: string, ...points: readonly (readonly number[])[]): Features => ({
  name,
  d: points[0].length,
  rows: Float64Array.from(points.flat()),
})

/** The corners of a box about `centre` with these half sides: their covariance is diagonal, 8/7 of the squared half sides. */
function corners(name: string, [a, b, c]: readonly number[], centre = [0, 0, 0]): Features {
  const points = Array.from({ length: 8 }, (_, k) => [k & 1 ? a : -a, k & 2 ? b : -b, k & 4 ? c : -c])
  return rows(name, ...points.map((point) => point.map((value, j) => value + centre[j])))
}

const line = (name: string, ...points: readonly number[]) => rows(name, ...points.map((value) => [value]))

export async function selfTest(): Promise<KnownAnswer[]> {
  const { distance: boxes } = frechetOfFeatures(corners('box', [1, 2, 3]), corners('other box', [2, 4, 3], [1, 2, 2]))
  const { distance: same } = frechetOfFeatures(corners('box', [1, 2, 3]), corners('box', [1, 2, 3]))
  const { distance: flat } = frechetOfFeatures(
    rows('two points', [1, 0, 0], [-1, 0, 0]),
    rows('two others', [0, 2, 0], [0, -2, 0]),
  )
  const kid = await kernelDistance(line('0, 1', 0, 1), line('0, 2', 0, 2))
  const overlap = await manifoldOverlap(line('samples', 0.5, 0.6, 2.1, 20, 40, 60), line('reference', 0, 1, 3, 6, 7), {
    overlap: 1,
    crowd: 1,
  })
  const counted = 'points on a line and their nearest neighbours, counted by hand, k = 1'
  return [
    answer('Fréchet distance', '|m|² + Σ (a − b)² 8/7 of two boxes whose covariances commute', 9 + 40 / 7, boxes),
    answer('Fréchet distance, equal sets', 'a set has no distance from itself', 0, same),
    answer('Fréchet distance, fewer rows than features', 'tr A + tr B of two lines at right angles', 10, flat),
    answer('KID', '1 + 1 − 2 (1 + 1 + 1 + 27)/4 with the kernel (xy/d + 1)³', -13, kid.value),
    answer('precision', counted, 3 / 6, overlap.precision),
    answer('recall', counted, 4 / 5, overlap.recall),
    answer('density', counted, 5 / 6, overlap.density),
    answer('coverage', counted, 3 / 5, overlap.coverage),
  ]
}

function answer(name: string, why: string, expected: number, found: number | null): KnownAnswer {
  const difference = found === null ? null : Math.abs(found - expected) / Math.max(1, Math.abs(expected))
  return { name, why, expected, found, difference, holds: difference !== null && difference <= TOLERANCE }
}
