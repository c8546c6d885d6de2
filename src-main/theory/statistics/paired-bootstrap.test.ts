import { describe, expect, it } from 'vitest'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import type { Features } from './features.ts'
import { frechetDifference } from './frechet-difference.ts'
import { factored, frechetOfFeatures } from './frechet-features.ts'
import { frechetByClass, type Labelled } from './frechet-by-class.ts'
import { rowsAt } from './features.ts'
import { pairedBootstrap } from './paired-bootstrap.ts'
import { knownFeatures } from './testing/known-features.ts'

const draw = (count: number, sample: number) => {
  const z = new Float64Array(count)
  normals({ seed: 43, stream: STREAMS.law, sample, step: 0 }, z)
  return z
}
const meanAt = (values: Float64Array) => (indices: Uint32Array) =>
  indices.reduce((sum, i) => sum + values[i], 0) / indices.length

describe('the paired bootstrap', () => {
  it("of a mean gives scipy.stats' normal interval to Monte Carlo error, and holds 0 exactly where p is above .05", async () => {
    const z = draw(200, 1).map((value) => value + 0.2)
    const { estimate, low, high } = await pairedBootstrap(200, meanAt(z), { seed: 0 })
    const sd = Math.sqrt(z.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / 200)
    expect((high - low) / 2 / ((1.959964 * sd) / Math.sqrt(200))).toBeCloseTo(1, 1)
    for (let r = 0; r < 20; r++) {
      const one = await pairedBootstrap(25, meanAt(draw(25, 10 + r).map((value) => value + 0.4)), {
        seed: r,
        draws: 199,
      })
      expect(one.low <= 0).toBe(one.pValue > 0.05)
    }
  })

  it('does not move with what resampling adds to a statistic', async () => {
    // The square of a mean grows by var/n once more in every draw.
    const z = draw(40, 2)
    const mean = meanAt(z)
    const found = await pairedBootstrap(
      40,
      (indices) => mean(indices) ** 2 + 5 * (new Set(indices).size < 40 ? 1 : 0),
      {
        seed: 1,
      },
    )
    const plain = await pairedBootstrap(40, (indices) => mean(indices) ** 2, { seed: 1 })
    expect(found.high).toBeCloseTo(plain.high, 12)
    expect(found.pValue).toBe(plain.pValue)
  })

  it('reaches p = 1/2000 in 1,999 draws, and refuses too few', async () => {
    const far = await pairedBootstrap(30, meanAt(draw(30, 3).map((value) => value + 9)), { seed: 0 })
    expect(far.pValue).toBe(1 / 2000)
    await expect(pairedBootstrap(1, () => 0, { seed: 0 })).rejects.toThrow(expect.objectContaining({ field: 'n' }))
    await expect(pairedBootstrap(9, () => 0, { seed: 0, draws: 9 })).rejects.toThrow('draws')
  })
})

describe('the difference of two Fréchet distances', () => {
  const d = 4
  const reference = factored({ rows: draw(400 * d, 4), d, name: 'reference' })
  const arm = (noise: number, shift: number, own: number): Features => {
    const [shared, alone] = [draw(120 * d, noise), draw(120 * d, own)]
    return { rows: shared.map((z, k) => 0.9 * z + 0.436 * alone[k] + (k % d === 0 ? shift : 0)), d, name: 'arm' }
  }

  it('is that of the distances, alike by both methods but for second order', async () => {
    const [one, two] = [arm(5, 0.9, 6), arm(5, 0.3, 7)]
    const whole = await frechetDifference(one, two, reference, { seed: 0, draws: 999 })
    const linear = await frechetDifference(one, two, reference, { seed: 0, draws: 999, method: 'first-order' })
    expect(whole.estimate).toBe(whole.first - whole.second)
    expect(linear.estimate).toBeCloseTo(whole.estimate, 12)
    const ratio = (linear.high - linear.low) / (whole.high - whole.low)
    expect(ratio).toBeGreaterThan(0.8)
    expect(ratio).toBeLessThan(1.15)
    expect(whole.pValue).toBe(0.001)
    expect(whole.method).toContain('paired')
  })

  it('is seldom found between arms of one law', async () => {
    const found = await Promise.all(
      Array.from({ length: 60 }, (_, r) =>
        frechetDifference(arm(100 + r, 0.4, 200 + r), arm(100 + r, 0.4, 300 + r), reference, {
          seed: r,
          draws: 199,
          method: 'first-order',
        }),
      ),
    )
    expect(found.filter(({ pValue }) => pValue <= 0.05).length).toBeLessThan(9)
  })

  it('needs pairs', async () => {
    await expect(
      frechetDifference(arm(5, 0, 6), { ...arm(5, 0, 6), rows: draw(8, 1) }, reference, { seed: 0 }),
    ).rejects.toThrow(expect.objectContaining({ field: 'n' }))
  })
})

describe('Fréchet distances by class', () => {
  const labelled = (n: number, shift: number, label: (i: number) => number): Labelled => ({
    ...knownFeatures(n, 3, shift, `set ${shift}`),
    labels: Array.from({ length: n }, (_, i) => label(i)),
  })
  const reference = labelled(90, 1, (i) => i % 3)
  const all = labelled(90, 4, (i) => i % 3)
  const few = labelled(60, 5, (i) => (i < 20 ? 1 : i % 2 === 0 ? 0 : 2))

  it('are those of the rows of a class where an arm has just so many', async () => {
    const found = await frechetByClass([all, few], reference, 3)
    expect(found.map((arm) => arm.map(({ n, parts }) => [n, parts]))).toEqual([
      [
        [20, 1],
        [20, 1],
        [20, 1],
      ],
      [
        [20, 1],
        [20, 1],
        [20, 1],
      ],
    ])
    const rows = Array.from({ length: 20 }, (_, i) => i)
    const ones = rowsAt(
      reference,
      Array.from({ length: 30 }, (_, k) => 3 * k + 1),
    )
    expect(found[1][1].distance).toBeCloseTo(frechetOfFeatures(rowsAt(few, rows), ones).distance, 11)
    expect(found[1][1].standardError).toBeGreaterThan(0)
    expect(await frechetByClass([all, few], reference, 3)).toEqual(found)
  })

  it('average disjoint sets where there are more, and take an n that is asked for', async () => {
    const [[zero]] = await frechetByClass([all], reference, 3, { n: 10 })
    expect(zero).toMatchObject({ n: 10, parts: 3, nReference: 30 })
    const [[whole]] = await frechetByClass([all], reference, 3)
    expect(zero.distance!).toBeGreaterThan(whole.distance!)
  })

  it('say which arm lacks a class', async () => {
    const without = labelled(60, 6, (i) => i % 2)
    const found = await frechetByClass([all, without], reference, 4)
    expect(found[0][2]).toMatchObject({ distance: null })
    expect(found[1][2].reason).toBe('set 6 has 0 samples of the class, of 2 wanted.')
    expect(found[0][3].reason).toBe('set 1 has 0 rows of the class.')
    await expect(frechetByClass([{ ...all, labels: [1] }], reference, 3)).rejects.toThrow('90 rows and 1 labels')
  })
})
