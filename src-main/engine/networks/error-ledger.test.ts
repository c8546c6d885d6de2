import { describe, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { textureDataset, textureLaw } from '#datasets/texture-dataset.ts'
import type { Denoiser } from '#diffusion/scores/denoiser.ts'
import { gaussianScore } from '#diffusion/scores/gaussian.ts'
import { gaussianErrors } from '#theory/errors/gaussian-errors.ts'
import type { ProcessSchedule } from '#theory/grids/process-levels.ts'
import { textureGaussian } from '../scores/texture-gaussian.ts'
import { errorLedger, type LedgerAsked } from './error-ledger.ts'
import { addImage, deviationOf, levelSums } from './ledger-sums.ts'
import type { OpenNetwork } from './opened.ts'

const compute = await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })
const { tf } = compute
const spec = { name: 'texture', split: 'train', n: 400, size: 6 } as const
const dataset = await textureDataset(spec)
const law = textureGaussian(await textureLaw(spec))
const schedule: ProcessSchedule = {
  family: 'process',
  process: { family: 'vp-linear', betaMin: 0.1, betaMax: 20 },
  levels: 41,
  eps: 1e-3,
}
const ledger = (denoised: Denoiser, asked: Partial<LedgerAsked> = {}, shape = { height: 6, width: 6, channels: 1 }) =>
  errorLedger(
    compute,
    {
      denoised,
      shape,
      dataRange: [-1, 1],
      bounds: null,
      parameterCount: 0,
      recordable: 'exact',
      dispose() {},
    } as OpenNetwork,
    { spec, dataset },
    { n: 64, levels: 16, schedule, ...asked },
    async () => {},
  )
const spectrum = Float64Array.from(law.variances)
const rowOf = (rows: Awaited<ReturnType<typeof ledger>>['rows'], scheme: string) =>
  rows.find((row) => row.scheme === scheme)!

describe('of a texture', () => {
  it('the exact score costs nothing, and the other parts are those of the oracle', async () => {
    const exact = gaussianScore(tf, law)
    const found = await ledger(exact.denoised)
    const known = gaussianErrors({ spectrum, process: schedule.process, scheme: 'heun', points: 41, eps: 1e-3 })
    const heun = rowOf(found.rows, 'heun')
    expect(heun.score.value).toBe(0)
    expect(heun.w2.value).toBeCloseTo(known.w2, 9)
    expect(heun.truncation).toBeCloseTo(known.truncation, 9)
    expect(heun.nfe).toBe(80)
    expect(found.bits).toEqual({ value: 0, low: 0, high: 0 })
    expect(found.bands.map(({ count }) => count)).toEqual([8, 9, 9, 9, 1])
    expect(
      Object.values(found.figures)
        .flat()
        .every(({ points }) => points.every(({ y }) => Number.isFinite(y))),
    ).toBe(true)
    exact.dispose()
  })

  it('a score of another Gaussian costs what the oracle says of that model, within the interval', async () => {
    const model = law.variances.map((value) => 1.3 * value + 1e-3)
    const wrong = gaussianScore(tf, { ...law, variances: model })
    const found = await ledger(wrong.denoised, { n: 256, levels: 40 })
    for (const scheme of ['em', 'euler', 'heun'] as const) {
      const question = { spectrum, model: Float64Array.from(model), process: schedule.process, scheme, points: 41 }
      const known = gaussianErrors({ ...question, eps: 1e-3 })
      const { score, w2 } = rowOf(found.rows, scheme)
      // linear all through, so that the images agree to rounding; what is left is the interpolation between levels
      expect(score.value / known.score!).toBeCloseTo(1, 1)
      expect(w2.value / known.w2).toBeCloseTo(1, 1)
      expect(score.high - score.low).toBeLessThan(0.01 * score.value)
    }
    const [level] = found.levels.slice(-1)
    expect(level.linear).toBeGreaterThan(0.8)
    wrong.dispose()
  })

  it('an error that is not linear in the image is seen by level, and told apart', async () => {
    const exact = gaussianScore(tf, law)
    const bent: Denoiser = (x, sigma) => tf.tidy(() => exact.denoised(x, sigma).add(x.square().sub(1).mul(0.01)))
    const found = await ledger(bent, { n: 256 })
    expect(found.levels[8].error.value).toBeGreaterThan(0.01)
    expect(found.levels[8].linear).toBeLessThan(0.9)
    exact.dispose()
  })

  it('refuses by field what has no score or too large a covariance', async () => {
    const none: Denoiser = (x) => x
    await expect(ledger(none, { schedule: { ...schedule, eps: 0 } })).rejects.toThrow(/eps: .*score is infinite/)
    await expect(ledger(none, {}, { height: 65, width: 64, channels: 1 })).rejects.toThrow(/4160 numbers/)
  })
})

it('the regression is that of all images, and of all but a group', () => {
  const sums = levelSums(0.5, 1)
  const [y, e] = [new Float32Array(40), new Float32Array(40)]
  for (let i = 0; i < 40; i++) {
    y[i] = Math.sin(3 * i)
    e[i] = 0.4 * y[i] + 0.1 + (i % 16 === 3 ? 5 : 0)
    addImage(sums, i, y.subarray(i), e.subarray(i), 0)
  }
  const spectrum = Float64Array.of(1)
  const clean = deviationOf(sums, spectrum, 3)
  expect(clean.gain[0]).toBeCloseTo(0.4, 5)
  expect(clean.offset[0]).toBeCloseTo(0.1, 5)
  const mean = (of: (i: number) => number) => Array.from(y, (_, i) => of(i)).reduce((a, b) => a + b, 0) / 40
  const [my, me] = [mean((i) => y[i]), mean((i) => e[i])]
  const slope = mean((i) => (y[i] - my) * (e[i] - me)) / mean((i) => (y[i] - my) ** 2)
  expect(deviationOf(sums, spectrum).gain[0]).toBeCloseTo(slope, 6)
})
