import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { normals } from '#theory/noise/philox.ts'
import { balanceAgainst, classCounts, confidenceOf, proportionsOf } from './class-balance.ts'
import { memorisation } from './memorisation.ts'
import { nearestTraining } from './neighbours.ts'
import { quantise, toBytes } from '#contract/quantise.ts'
import { slicedWasserstein2d, wasserstein1d } from './wasserstein.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

const random = (count: number, stream: number) => {
  const out = new Float32Array(count)
  normals({ seed: 8, stream, sample: 0, step: 0 }, out)
  return out
}

describe('quantise', () => {
  it('clamps to the range and rounds to the nearest of 256 levels', () => {
    const images = Float32Array.of(-3, -1, 0, 0.0039, 0.0041, 1, 9)
    expect([...toBytes(images, [0, 1])]).toEqual([0, 0, 0, 1, 1, 255, 255])
    expect([...toBytes(images, [-1, 1])]).toEqual([0, 0, 128, 128, 128, 255, 255])
  })

  it('leaves every byte image as it is', () => {
    for (const range of [
      [0, 1],
      [-1, 1],
    ] as const) {
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
      const images = Float32Array.from(bytes, (b) => range[0] + ((range[1] - range[0]) * b) / 255)
      expect(toBytes(images, range)).toEqual(bytes)
      expect(quantise(images, range)).toEqual(images)
      expect(quantise(images, range, [0, 1])).toEqual(Float32Array.from(bytes, (b) => b / 255))
    }
  })
})

describe('class balance', () => {
  const predictions = {
    probabilities: Float32Array.of(0.95, 0.03, 0.02, 0.1, 0.5, 0.4, 0.2, 0.7, 0.1, 1, 0, 0),
    classes: 3,
  }

  it('counts each image for its most probable class', () => {
    expect(classCounts(predictions)).toEqual([2, 2, 0])
  })

  it('gives shares with intervals and the protocol beside them', () => {
    const { value, protocol } = proportionsOf(predictions, 0.95, { classifier: 'abc' })
    expect(value.classes.map(({ share }) => share)).toEqual([0.5, 0.5, 0])
    // Clopper-Pearson at 0 of 4 and level 1 - 0.05/3: high = 1 - (0.05/6)^(1/4).
    expect(value.classes[2].high).toBeCloseTo(1 - (0.05 / 6) ** 0.25, 10)
    expect(protocol).toMatchObject({ classifier: 'abc', n: 4, confidence: 0.95, interval: value.method })
  })

  it('tests against the training proportions, or says why it cannot', () => {
    const { value } = balanceAgainst(predictions, [10, 20, 10], {})
    // Expected 1, 2, 1: (1 + 0 + 1) = 2 on 2 degrees of freedom, p = exp(-1).
    expect(value?.statistic).toBeCloseTo(2, 12)
    expect(value?.pValue).toBeCloseTo(Math.exp(-1), 10)
    const missing = balanceAgainst(predictions, [10, 0, 10], {})
    expect(missing.value).toBeNull()
    expect(missing.protocol.reason).toMatch(/Class 1 was found 2 times/)
  })

  it('states mean confidence and the share below the threshold', () => {
    const { value, protocol } = confidenceOf(predictions, {})
    expect(value.mean).toBeCloseTo((0.95 + 0.5 + 0.7 + 1) / 4, 6)
    expect(value.shareBelow).toBe(0.5)
    expect(protocol).toEqual({ n: 4, threshold: 0.9 })
  })
})

describe('nearest training images', () => {
  const size = 12
  const training = random(90 * size, 2)
  const queries = random(25 * size, 3)
  queries.set(training.subarray(77 * size, 78 * size), 5 * size)

  it('are those of an exhaustive float64 search, in any blocks, and a copy is at distance 0', async () => {
    const before = tf.memory().numTensors
    for (const [batch, block] of [
      [500, 6000],
      [4, 13],
      [1, 1],
    ]) {
      const found = await nearestTraining(tf, { queries, training, size, batch, block })
      for (let i = 0; i < 25; i++) {
        const distances = Array.from({ length: 90 }, (_, j) =>
          Math.hypot(...Array.from({ length: size }, (_, p) => queries[i * size + p] - training[j * size + p])),
        )
        const ranked = distances.toSorted((a, b) => a - b)
        expect(found.nearest[i]).toBe(distances.indexOf(ranked[0]))
        expect(found.distance[i]).toBeCloseTo(ranked[0], 12)
        expect(found.second[i]).toBeCloseTo(ranked[1], 12)
      }
      expect(found.distance[5]).toBe(0)
      expect(found.nearest[5]).toBe(77)
    }
    expect(tf.memory().numTensors).toBe(before)
  })

  it('tell of every product, and no tensor stays behind where the search is ended', async () => {
    const told: string[] = []
    const tick = async (done: number, of: number) => void told.push(`${done}/${of}`)
    await nearestTraining(tf, { queries, training, size, batch: 20, block: 40, tick })
    expect(told).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6'])
    const before = tf.memory().numTensors
    const stop = async () => {
      throw new Error('enough')
    }
    await expect(nearestTraining(tf, { queries, training, size, tick: stop })).rejects.toThrow('enough')
    expect(tf.memory().numTensors).toBe(before)
  })

  it('tell copies from fresh samples of the same law', async () => {
    const search = (rows: Float32Array) => nearestTraining(tf, { queries: rows, training, size })
    const heldOut = await search(random(40 * size, 4))
    const copies = Float32Array.from(training.subarray(0, 30 * size), (value, i) => value + (i % 2 ? 1e-3 : -1e-3))
    const copied = memorisation(await search(copies), heldOut, { dataset: 'abc' })
    expect(copied.value).toMatchObject({ copied: 1, nearerThanHeldOut: 1 })
    expect(copied.protocol).toMatchObject({ dataset: 'abc', n: 30, held_out: 40, ratio: 1 / 3 })
    const fresh = memorisation(await search(random(40 * size, 5)), heldOut, {})
    expect(fresh.value.copied).toBe(0)
    expect(Math.abs(fresh.value.nearerThanHeldOut! - 0.5)).toBeLessThan(0.2)
    expect(memorisation(heldOut, heldOut, {}).value.nearerThanHeldOut).toBe(0.5)
    expect(memorisation(heldOut, null, {})).toMatchObject({
      value: { copied: 0, nearerThanHeldOut: null, heldOutMedianDistance: null },
      protocol: { held_out: 0 },
    })
  })
})

describe('Wasserstein distance', () => {
  it('on the line is the shift of a shifted set, whatever the order', () => {
    expect(wasserstein1d([3, 1, 2], [4.5, 2.5, 3.5]).value).toBeCloseTo(1.5, 12)
    expect(wasserstein1d([1, 2, 3], [3, 1, 2]).value).toBe(0)
  })

  it('on the line takes sets of unequal size', () => {
    // Quantiles of {0, 1} against {0, 0, 3}: 0-0 on [0, 1/2], 1-0 on [1/2, 2/3], 1-3 on [2/3, 1].
    expect(wasserstein1d([1, 0], [3, 0, 0]).value).toBeCloseTo(Math.sqrt(1 / 6 + 4 / 3), 12)
  })

  it('on the line approaches |s1 - s2| for two centred Gaussians', () => {
    const value = wasserstein1d(
      random(40_000, 6),
      random(40_000, 7).map((z) => 2 * z),
    ).value
    expect(Math.abs(value - 1)).toBeLessThan(0.03)
  })

  it('in the plane is |shift| / sqrt 2 for a shifted set and stays below W2', () => {
    const points = random(400, 9)
    const shifted = points.map((v, i) => v + (i % 2 ? 4 : 3))
    const { value, protocol } = slicedWasserstein2d(points, shifted, 16)
    expect(value).toBeCloseTo(5 / Math.SQRT2, 5)
    expect(protocol).toMatchObject({ n: 200, n_reference: 200, projections: 16 })
  })

  it('in the plane of a Gaussian and its stretch agrees with the mean over directions', () => {
    // N(0, I) against N(0, diag(4, 1)): along angle a the deviations are 1 and sqrt(4 cos^2 a + sin^2 a).
    const stretched = random(60_000, 10).map((v, i) => (i % 2 ? v : 2 * v))
    let mean = 0
    for (let k = 0; k < 1000; k++) {
      const a = (Math.PI * (k + 0.5)) / 1000
      mean += (Math.sqrt(4 * Math.cos(a) ** 2 + Math.sin(a) ** 2) - 1) ** 2 / 1000
    }
    const { value } = slicedWasserstein2d(random(60_000, 9), stretched, 32)
    expect(Math.abs(value - Math.sqrt(mean))).toBeLessThan(0.03)
  })
})
