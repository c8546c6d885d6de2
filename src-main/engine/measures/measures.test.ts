/** Measures on samples whose answers are known by hand. */
import { describe, expect, it } from 'vitest'
import type { Arm } from '#contract/measures.ts'
import { makeDataset } from '#datasets/dataset.ts'
import { normals } from '#theory/noise/philox.ts'
import { Refusal } from '#contract/refusal.ts'
import type { MeasureRoom } from './arms.ts'
import { classDistance } from './class-distance.ts'
import { compareHits, share, shareOf, spread } from './classes.ts'
import { exactSteps } from './exact-steps.ts'
import { leftNoise } from './left-noise.ts'
import { component } from './points.ts'
import { variance } from './variance.ts'

const arm = (name: string): Arm => ({ name, runs: [] })
const [FIRST, SECOND] = [arm('first'), arm('second')]
const SHAPE = { height: 1, width: 2, channels: 1 }

/** What the measures ask of a room, from samples and labels as they are given. */
const roomOf = (given: { images?: Record<string, number[]>; labels?: Record<string, number[]> }) =>
  ({
    samples: ({ name }: Arm) => {
      const images = Float32Array.from(given.images![name])
      return { images, shape: SHAPE, range: [0, 1], n: images.length / 2 }
    },
    labels: ({ name }: Arm) => given.labels![name],
    classes: () => ['a', 'b', 'c'],
    // The second pixel is 0 in every image, the first is not.
    reference: async () =>
      makeDataset({
        name: 'r',
        ...SHAPE,
        classes: [],
        labels: null,
        pixels: Uint8Array.of(0, 0, 255, 0),
        floatRange: null,
      }),
  }) as unknown as MeasureRoom

describe('shares', () => {
  it('have the interval of Clopper and Pearson', () => {
    // 3 of 10 at 95 %: .0667 to .6525 (Clopper & Pearson 1934's chart; R's binom.test).
    const { value, low, high } = shareOf(Array.from({ length: 10 }, (_, i) => i < 3))
    expect(value).toBe(0.3)
    expect(low).toBeCloseTo(0.0667395, 6)
    expect(high).toBeCloseTo(0.6524529, 6)
  })

  it('of two arms are compared pair by pair: 8 against 1 unlike pairs of 20', () => {
    const first = Array.from({ length: 20 }, (_, i) => i < 11)
    const second = Array.from({ length: 20 }, (_, i) => i < 3 || i === 15)
    const { estimate, pValue, n } = compareHits(first, second)
    expect(estimate).toBeCloseTo(7 / 20, 12)
    // 2 (C(9,0) + C(9,1)) / 2^9.
    expect(pValue).toBeCloseTo(20 / 512, 12)
    expect(n).toBe(20)
  })

  it('are held against a known one exactly', () => {
    const hit = Array.from({ length: 10 }, (_, i) => i < 9)
    // P(X >= 9) + P(X <= 1) at 1/2: 22/1024.
    expect(compareHits(hit, 0.5)).toMatchObject({ estimate: 0.4, pValue: 22 / 1024, scale: 0.5 })
  })

  it('refuse arms that are not pairs', () => {
    expect(() => compareHits([true], [true, false])).toThrow('need equal numbers; got 1 and 2')
  })

  it('of one class and the spread of all come from the labels', async () => {
    const room = roomOf({ labels: { first: [0, 0, 0, 1], second: [0, 1, 2, 2] } })
    expect(await share.measured({ measure: 'share', class: 'a' }, FIRST, room)).toMatchObject({ value: 0.75, n: 4 })
    expect(await spread.measured({ measure: 'spread' }, FIRST, room)).toMatchObject({ value: 0.75 })
    expect((await spread.compared!({ measure: 'spread' }, FIRST, SECOND, room)).estimate).toBeCloseTo(0.5, 12)
  })

  it('of points go to the nearest mean', async () => {
    const spec = { measure: 'component' as const, means: [[0, 0], [10, 10]], of: 0 } // prettier-ignore
    const room = roomOf({ images: { first: [1, 1, 9, 8, -3, 2, 4, 4] } })
    expect(await component.measured(spec, FIRST, room)).toMatchObject({ value: 0.75, n: 4 })
  })
})

describe('the noise left', () => {
  const noisy = (std: number, seed: number) => {
    const z = new Float64Array(400)
    normals({ seed, stream: 3, sample: 0, step: 0 }, z)
    return [...z].flatMap((value) => [0.5, std * value])
  }
  const spec = { measure: 'left-noise' as const }

  it('is the mean deviation in the pixels that never change: sqrt(2/pi) of the standard deviation where there is one', async () => {
    const { value, low, high, n } = await leftNoise.measured(spec, FIRST, roomOf({ images: { first: noisy(0.1, 1) } }))
    expect(n).toBe(400)
    expect(Math.abs(value - 0.1 * Math.sqrt(2 / Math.PI))).toBeLessThan(0.01)
    expect(low!).toBeLessThan(value)
    expect(high!).toBeGreaterThan(value)
  })

  it('is compared sample by sample on the same noise', async () => {
    const room = roomOf({ images: { first: noisy(0.2, 1), second: noisy(0.1, 1) } })
    const { estimate, low, pValue, n } = await leftNoise.compared!(spec, FIRST, SECOND, room)
    expect(estimate).toBeCloseTo((await leftNoise.measured(spec, SECOND, room)).value, 6)
    expect(low).toBeGreaterThan(0)
    expect(pValue).toBeLessThan(0.01)
    expect(n).toBe(400)
  })
})

describe('the distance of one class', () => {
  /** Features in one dimension, those of class a first: half at -s + m, half at s + m. */
  const spread1 = (n: number, m: number, s: number) => Array.from({ length: n }, (_, i) => m + (i % 2 === 0 ? -s : s))
  const featuresOf = (rows: number[], name: string) => ({ rows: Float64Array.from(rows), d: 1, name })
  const rows: Record<string, number[]> = {
    first: [...spread1(8, 3, 1), 100, 100],
    second: [...spread1(4, 1, 1), -50, -50, -50],
  }
  const labels: Record<string, number[]> = { first: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1], second: [0, 0, 0, 0, 1, 1, 1] }
  const room = {
    arms: [FIRST, SECOND],
    algebra: undefined,
    features: async (_: string, { name }: Arm) => featuresOf(rows[name], name),
    labels: ({ name }: Arm) => labels[name],
    classes: () => ['a', 'b'],
    referenceRows: async () => featuresOf([...spread1(6, 0, 1), 7, 7], 'reference'),
    // Its classes stand in another order than the classifier's.
    reference: async () => ({ name: 'reference', labels: [1, 1, 1, 1, 1, 1, 0, 0], classes: ['b', 'a'] }),
  } as unknown as MeasureRoom
  const spec = { measure: 'class-distance' as const, features: 'classifier' as const, class: 'a' }

  it('leaves the other classes out and is of one number of samples in every arm', async () => {
    // Equal spreads: the distance is the square of the difference of means, whatever is drawn of equal halves.
    const second = await classDistance.measured(spec, SECOND, room)
    expect(second).toMatchObject({ n: 4 })
    expect(second.value).toBeCloseTo(1, 9)
    const first = await classDistance.measured(spec, FIRST, room)
    expect(first.n).toBe(4)
    expect(first.value).toBeGreaterThan(7)
  })

  it('says where two arms differ, and what class an arm lacks', async () => {
    const { estimate, pValue, low } = await classDistance.compared!(spec, FIRST, SECOND, room)
    expect(estimate).toBeGreaterThan(6)
    expect(low).toBeGreaterThan(0)
    expect(pValue).toBeLessThan(0.05)
    const lacking = { ...room, labels: ({ name }: Arm) => labels[name].map(() => 1) } as MeasureRoom
    await expect(classDistance.measured(spec, FIRST, lacking)).rejects.toThrow('first has 0 samples of a')
  })
})

describe('the variance of samples', () => {
  // The reference's one varying pixel is 0 and 1: variance 1/4. Samples .25, .75 vary by 1/8 with divisor n - 1.
  const room = roomOf({ images: { first: [0.25, 0, 0.75, 0], second: [0, 0, 1, 0] } })
  it('is that over the variance of the data', async () => {
    expect((await variance.measured({ measure: 'variance' }, FIRST, room)).value).toBeCloseTo(0.5, 12)
    expect((await variance.measured({ measure: 'variance' }, SECOND, room)).value).toBeCloseTo(2, 12)
  })
  it('of two arms is compared sample by sample', async () => {
    const found = await variance.compared!({ measure: 'variance' }, FIRST, SECOND, room)
    expect(found.estimate).toBeCloseTo(-1.5, 12)
    expect(found.scale).toBeCloseTo(1.25, 12)
  })
  it('is the same in whatever units an arm has its samples', async () => {
    const reference = await room.reference()
    const units = { ...room, reference: async () => reference }
    const [unit, signed] = [
      { images: Float32Array.of(0, 0, 1, 0), range: [0, 1] },
      { images: Float32Array.of(-1, -1, 1, -1), range: [-1, 1] },
    ].map((given) => ({ ...units, samples: () => ({ ...given, shape: SHAPE, n: 2 }) }) as unknown as MeasureRoom)
    expect((await variance.measured({ measure: 'variance' }, FIRST, unit)).value).toBeCloseTo(2, 12)
    expect((await variance.measured({ measure: 'variance' }, SECOND, signed)).value).toBeCloseTo(2, 12)
  })
})

describe('exact steps', () => {
  const schedule = (process: object) => ({ kind: 'sample', schedule: { family: 'process', process } })
  const room = (config: object) =>
    ({
      runs: () => [{ config }],
      samples: () => {
        throw new Refusal('3 of 24 samples are not finite.')
      },
      gaussianOf: async () => ({ variances: Float32Array.of(1, 0.1, 0.001) }),
    }) as unknown as MeasureRoom
  const linear = { family: 'vp-linear', beta_min: 0.1, beta_max: 20 }
  const within = 0.1 / Math.sqrt(1.101)

  it('are those of the oracle, whatever became of the samples: 34 of VP linear to W2 .1 on (1, .1, .001)', async () => {
    const spec = { measure: 'exact-steps', within } as const
    expect(await exactSteps.measured(spec, FIRST, room(schedule(linear)))).toEqual({ value: 34 })
  })

  it('take another integral of beta: its own changes nothing, another does', async () => {
    const spec = { measure: 'exact-steps', within, integral: 10.05 } as const
    expect(await exactSteps.measured(spec, FIRST, room(schedule(linear)))).toEqual({ value: 34 })
    const constant = schedule({ family: 'vp-constant', beta_min: 0.1, beta_max: 10 })
    const [shipped, matched] = [{ ...spec, integral: undefined }, spec].map((one) =>
      exactSteps.measured(one, FIRST, room(constant)),
    )
    expect((await matched).value).toBeGreaterThan((await shipped).value)
    await expect(exactSteps.measured(spec, FIRST, room(schedule({ family: 've-constant', sigma_min: 0.01, sigma_max: 50 })))).rejects.toThrow('no beta_min') // prettier-ignore
    await expect(exactSteps.measured(spec, FIRST, room({ kind: 'sample', schedule: { family: 'karras' } }))).rejects.toThrow('times of a process') // prettier-ignore
  })
})
