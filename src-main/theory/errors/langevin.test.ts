import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { gaussianErrors } from './gaussian-errors.ts'
import { annealedLangevin } from './langevin.ts'

const field = (change: object) => {
  try {
    annealedLangevin({ ...asked, sigmas: geometric, ...change })
  } catch (error) {
    if (error instanceof Refusal) return error.field
    throw error
  }
  return 'nothing refused'
}

const L = 200
const u = (i: number) => i / (L - 1)
const geometric = Array.from({ length: L }, (_, i) => (i === L - 1 ? 0.01 : 100 ** -u(i)))
const cosine = Array.from({ length: L }, (_, i) => (i === L - 1 ? 0.01 : Math.cos(Math.acos(0.01) * u(i))))
const asked = { eps: 6.2e-6, inner: 5, convention: 'code', startVariance: 1 / 12, spectrum: [0.001] } as const

describe('annealed Langevin on a spectrum', () => {
  it('leaves .000985 (geometric) and .00240 (cosine) for lambda = .001, after the last denoising, whatever the start', () => {
    for (const startVariance of [0, 1 / 12, 1]) {
      const [fine, coarse] = [geometric, cosine].map(
        (sigmas) => annealedLangevin({ ...asked, sigmas, startVariance }).denoisedVariances[0],
      )
      expect(fine.toFixed(6)).toBe('0.000985')
      expect(coarse.toFixed(5)).toBe('0.00240')
    }
  })

  it('is step by step the map x + a s + noise, in both conventions and for many inner steps', () => {
    for (const [convention, inner] of [
      ['code', 3],
      ['report', 3],
      ['code', 1000],
    ] as const) {
      const sigmas = [2, 0.7, 0.1]
      const spectrum = [1, 0.01, 0]
      const { variances, denoisedVariances } = annealedLangevin({
        sigmas,
        eps: 1e-3,
        inner,
        convention,
        startVariance: 4,
        spectrum,
      })
      spectrum.forEach((l, j) => {
        let v = 4
        for (const sigma of sigmas) {
          const alpha = 1e-3 * (sigma / 0.1) ** 2
          const [a, noise] = convention === 'code' ? [alpha, 2 * alpha] : [alpha / 2, alpha]
          for (let round = 0; round < inner; round++) v = (1 - a / (l + sigma ** 2)) ** 2 * v + noise
        }
        expect(variances[j] / v).toBeCloseTo(1, 11)
        expect(denoisedVariances[j]).toBeCloseTo((l / (l + 0.01)) ** 2 * v, 12)
      })
    }
  })

  it('is the scheme `langevin` of the oracle on the same levels', () => {
    const sigmas = [1, 0.5, 0.2, 0.1]
    const spectrum = [1, 0.01]
    const levels = annealedLangevin({ sigmas, eps: 1e-4, inner: 7, convention: 'code', startVariance: 1, spectrum })
    const oracle = gaussianErrors({
      spectrum,
      process: { family: 'edm', sigmaMax: 1 },
      scheme: 'langevin',
      times: sigmas,
      inner: 7,
      stepLr: 1e-4,
    })
    levels.variances.forEach((v, j) => expect(oracle.variances[j]).toBeCloseTo(v, 12))
  })

  it('tends to the law of the last level as eps falls and inner rises', () => {
    const { variances, denoisedVariances } = annealedLangevin({
      sigmas: [1, 0.1],
      eps: 1e-5,
      inner: 1_000_000,
      convention: 'code',
      startVariance: 9,
      spectrum: [0.5],
    })
    expect(variances[0]).toBeCloseTo(0.51, 4)
    expect(denoisedVariances[0]).toBeCloseTo(0.25 / 0.51, 4)
  })

  it('refuses what has no answer, by field', () => {
    expect(field({ sigmas: [1, 0] })).toBe('sigmas')
    expect(field({ sigmas: [0.1, 1] })).toBe('sigmas')
    expect(field({ sigmas: [] })).toBe('sigmas')
    expect(field({ eps: 0 })).toBe('eps')
    expect(field({ eps: 1e9 })).toBe('eps')
    expect(field({ inner: 0.5 })).toBe('inner')
    expect(field({ startVariance: undefined })).toBe('start_variance')
    expect(field({ convention: 'both' })).toBe('convention')
    expect(field({ spectrum: [Number.NaN] })).toBe('spectrum')
  })
})
