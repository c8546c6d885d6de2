/** Precision and recall, density and coverage: how far two sets of features lie in each other's neighbourhoods. */

import { checkPair, countOf, type Features } from './features.ts'
import { eachInside, neighbourRadii } from './neighbour-balls.ts'
import type { BlockOptions } from './row-blocks.ts'

export type ManifoldOverlap = {
  /** Share of samples in at least one ball of the reference; recall: share of the reference in at least one ball of the samples. */
  precision: number | null
  recall: number | null
  /** Mean count of reference balls that a sample lies in, over k; above 1 where samples crowd where the reference is dense. */
  density: number | null
  /** Share of the reference's balls that hold at least one sample. */
  coverage: number | null
  /** Why a value is null. */
  reasons: Partial<Record<'precision' | 'recall' | 'density' | 'coverage', string>>
}

/** Neighbours that a ball reaches: `overlap` for precision and recall, `crowd` for density and coverage. */
export type OverlapOptions = BlockOptions & { overlap?: number; crowd?: number }

/**
 * Balls around every row, reaching its k-th nearest other row, Euclidean, the boundary inside. Precision and recall with k = 3:
 * Kynkaanniemi et al. 2019, arXiv:1904.06991. Density and coverage with k = 5: Naeem et al. 2020, arXiv:2002.09797. A value whose
 * balls do not exist, for want of rows, is null with its reason.
 */
export async function manifoldOverlap(
  samples: Features,
  reference: Features,
  { overlap = 3, crowd = 5, ...options }: OverlapOptions = {},
): Promise<ManifoldOverlap> {
  checkPair(samples, reference)
  const [n, m] = [countOf(samples), countOf(reference)]
  const result: ManifoldOverlap = { precision: null, recall: null, density: null, coverage: null, reasons: {} }
  const possible = (set: Features, k: number, ...names: (keyof ManifoldOverlap['reasons'])[]) => {
    if (countOf(set) > k) return true
    for (const name of names) result.reasons[name] = `${set.name} has ${countOf(set)} rows; k = ${k} needs ${k + 1}.`
    return false
  }

  const part = (index: number): BlockOptions => ({
    ...options,
    tick: options.tick && ((done, of) => options.tick!(index * of + done, 4 * of)),
  })
  const forPrecision = possible(reference, overlap, 'precision')
  const forDensity = possible(reference, crowd, 'density', 'coverage')
  const ks = [...(forPrecision ? [overlap] : []), ...(forDensity ? [crowd] : [])]
  if (ks.length > 0) {
    const radii = await neighbourRadii(reference, ks, part(0))
    const found = await holdings(reference, radii, samples, part(1))
    if (forPrecision) result.precision = share(found[0].held, n)
    if (forDensity) {
      const { pairs, holding } = found.at(-1)!
      result.density = pairs / (crowd * n)
      result.coverage = share(holding, m)
    }
  }
  if (possible(samples, overlap, 'recall')) {
    const radii = await neighbourRadii(samples, [overlap], part(2))
    const [{ held }] = await holdings(samples, radii, reference, part(3))
    result.recall = share(held, m)
  }
  return result
}

/** For each list of radii: which rows of `y` lie in a ball around `x`, which balls hold any, and how many pairs there are. */
async function holdings(x: Features, radii: readonly Float64Array[], y: Features, options: BlockOptions) {
  const found = radii.map(() => ({
    held: new Uint8Array(countOf(y)),
    holding: new Uint8Array(countOf(x)),
    pairs: 0,
  }))
  await eachInside(x, radii, y, options, (at, i, j) => {
    const of = found[at]
    of.held[j] = 1
    of.holding[i] = 1
    of.pairs++
  })
  return found
}

const share = (marks: Uint8Array, of: number): number => marks.reduce((total, mark) => total + mark, 0) / of
