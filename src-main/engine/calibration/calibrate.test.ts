/** A calibration from options to evidence, on an exact score that takes no time. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type Compute, openCompute } from '#compute/backend.ts'
import { calibrateOptions, calibration } from '#contract/calibration.ts'
import { openExactScore } from '../scores/exact-score.ts'
import type { OpenScore } from '../scores/opened.ts'
import { calibrate, type CalibrateAsked } from './calibrate.ts'

let compute: Compute
let score: OpenScore
beforeAll(async () => {
  compute = await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })
  const room = { compute, dataRange: [-1, 1] as const, open: () => Promise.reject(new Error('no data set here')) }
  const means = [[-3, 0], [3, 0.5], [0, 2]] // prettier-ignore
  score = await openExactScore({ name: 'mixture', weights: [0.2, 0.3, 0.5], means, std: 0.1 }, room)
})

const none = () => Promise.reject(new Error('not asked for'))
function run(words: object, tell: (stage: string) => void = () => {}) {
  const {
    network: _n,
    weights: _w,
    score: _s,
    data: _d,
    save: _v,
    ...rest
  } = calibrateOptions.parse({
    sigma_max: 20,
    sigma_min: 0.02,
    n: 64,
    batch: 32,
    teacher: 24,
    refine: 1,
    levels: 6,
    ...words,
  })
  const data = { loss: none, spectrum: none }
  return calibrate(
    { compute, score, denoised: score.denoised, says: 'three points', data, tell },
    rest as CalibrateAsked,
  )
}

describe('a calibration', () => {
  it('ends in levels that end nearer than Karras’ on starts it has not seen, with both intervals and its own limits', async () => {
    const stages = new Set<string>()
    const found = await run({ method: 'oss' }, (stage) => stages.add(stage))
    expect(calibration.parse(found)).toEqual(found)
    expect(found.sigmas).toHaveLength(6)
    expect(found.sigmas[0]).toBe(20)
    found.sigmas.forEach((sigma, i) => expect(i === 0 || sigma < found.sigmas[i - 1]).toBe(true))
    expect(found.error.value).toBeCloseTo(found.karras.value + found.karras.difference.value, 10)
    expect(found.karras.difference.value).toBeLessThan(0)
    expect(found.error.low).toBeLessThanOrEqual(found.error.value)
    expect(found.teacher_error).toBeGreaterThan(0)
    expect([found.nfe, found.teacher.nfe]).toEqual([6, 47])
    expect([...stages]).toEqual(['fine run', 'fine run, held out', 'its own error', 'oss'])
  }, 20_000)

  it('holds the curve in use beside it, in the score’s own units', async () => {
    const current = { family: 'karras', levels: 6, sigma_max: 20, sigma_min: 0.02, rho: 7, data_range: [-1, 1] }
    const found = await run({ method: 'sharp-euler', current })
    expect(found.current!.difference.value).toBeCloseTo(0, 6)
    expect(found.current!.error.value).toBeCloseTo(found.karras.value, 6)
    await expect(run({ method: 'gits', current: { ...current, data_range: [0, 1] } })).rejects.toThrow(/for data in/)
  }, 20_000)

  it('says where the fine run is too coarse for what it is to judge', async () => {
    const found = await run({ method: 'gits', teacher: 8, levels: 7, sampler: 'heun' })
    expect(found.limits.join(' ')).toMatch(/fine run/)
  }, 20_000)

  it('refuses more levels than the fine run has, noise on the way, and Heun with churn', async () => {
    await expect(run({ levels: 30 })).rejects.toThrow(/levels: 30 cannot be chosen from a fine run of 24/)
    await expect(run({ sampler: 'ancestral' })).rejects.toThrow(/draws noise/)
    await expect(run({ sampler: { name: 'heun', s_churn: 10 } })).rejects.toThrow(/draws noise/)
    await expect(run({ sampler: { name: 'mala', inner: 2 } })).rejects.toThrow(/deterministic sampler/)
  })

  it('takes levels of least bound without looking at the score', async () => {
    const found = await run({ method: 'dmn', sampler: 'dpmpp3m', n: 16, batch: 8 })
    expect(found.sigmas).toHaveLength(6)
    expect([found.sigmas[0], found.sigmas[5]]).toEqual([20, 0.02])
  }, 20_000)

  it('leaves no tensor', async () => {
    const before = compute.tf.memory().numTensors
    await run({ method: 'gits', n: 8, batch: 4, teacher: 8, levels: 4 })
    expect(compute.tf.memory().numTensors).toBe(before)
  })
})
