import { describe, expect, it } from 'vitest'
import { changed, knownFeatures } from './testing/known-features.ts'
import { manifoldOverlap } from './manifold-overlap.ts'

// Known values: numpy on ((a[:, None] - b[None])**2).sum(-1), radii its k-th sorted column, compared with <=.
const fresh = (value: number) => expect.closeTo(value, 13)

describe('precision, recall, density and coverage', () => {
  it('are those of numpy, in blocks of any size, more features than rows included', async () => {
    const known = {
      precision: fresh(0.9),
      recall: fresh(0.88),
      density: fresh(0.8533333333333334),
      coverage: fresh(0.92),
    }
    const [a, b] = [knownFeatures(60, 8, 1), knownFeatures(50, 8, 4)]
    expect(await manifoldOverlap(a, b)).toEqual({ ...known, reasons: {} })
    expect(await manifoldOverlap(a, b, { entries: 170 })).toEqual({ ...known, reasons: {} })
    expect(await manifoldOverlap(knownFeatures(12, 40, 1), knownFeatures(15, 40, 4))).toMatchObject({
      precision: 1,
      recall: fresh(0.9333333333333333),
      density: fresh(1.2166666666666666),
      coverage: 1,
    })
  })

  it('count the boundary as inside: on a lattice, far from its origin too, where < would give .29, .03, .28, .34', async () => {
    const lattice = (n: number, shift: number, at: number[]) =>
      changed(knownFeatures(n, 2, shift), (value, _, j) => Math.floor((value * 16) / 20) + at[j])
    const known = {
      precision: fresh(0.725),
      recall: fresh(0.6285714285714286),
      density: fresh(1.34),
      coverage: fresh(0.8142857142857143),
    }
    expect(await manifoldOverlap(lattice(80, 1, [0, 0]), lattice(70, 4, [2, 1]))).toMatchObject(known)
    const far = 2 ** 20
    expect(await manifoldOverlap(lattice(80, 1, [far, far]), lattice(70, 4, [far + 2, far + 1]))).toMatchObject(known)
  })

  it('of a set against itself are 1, and of sets apart 0', async () => {
    const a = knownFeatures(60, 8, 1)
    expect(await manifoldOverlap(a, a)).toMatchObject({ precision: 1, recall: 1, coverage: 1 })
    expect(
      await manifoldOverlap(
        changed(a, (value) => value + 100),
        a,
      ),
    ).toMatchObject({
      precision: 0,
      recall: 0,
      density: 0,
      coverage: 0,
    })
  })

  it('say why they are missing where a set has too few rows for a ball', async () => {
    const found = await manifoldOverlap(knownFeatures(3, 4, 1), { ...knownFeatures(5, 4, 2), name: 'r.npy' })
    expect(found).toMatchObject({ recall: null, density: null, coverage: null })
    expect(found.precision).not.toBeNull()
    expect(found.reasons).toEqual({
      recall: 'known has 3 rows; k = 3 needs 4.',
      density: 'r.npy has 5 rows; k = 5 needs 6.',
      coverage: 'r.npy has 5 rows; k = 5 needs 6.',
    })
  })
})
