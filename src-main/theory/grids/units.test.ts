import { describe, expect, it } from 'vitest'
import { sigmaSequence } from './sequences.ts'
import * as units from './units.ts'
import { scheduleViews } from './views.ts'

describe('units of noise', () => {
  it('undo each other in pairs over 24 orders of magnitude of SNR', () => {
    for (let e = -6; e <= 6; e += 0.5) {
      const sigma = 10 ** e
      expect(units.sigmaOfLogSnr(units.logSnrOfSigma(sigma)) / sigma).toBeCloseTo(1, 12)
      expect(units.alphaBarOfLogSnr(units.logSnrOfSigma(sigma))).toBeCloseTo(units.alphaBarOfSigma(sigma), 14)
      // alpha-bar near 1 keeps only the digits of 1 - alpha-bar.
      if (e >= -4) expect(units.sigmaOfAlphaBar(units.alphaBarOfSigma(sigma)) / sigma).toBeCloseTo(1, 7)
      if (e >= -4)
        expect(units.logSnrOfAlphaBar(units.alphaBarOfSigma(sigma))).toBeCloseTo(units.logSnrOfSigma(sigma), 7)
    }
  })

  it("turn DDPM's thousand linear betas into sigmas and back", () => {
    const betas = Float64Array.from({ length: 1000 }, (_, i) => 1e-4 + (i / 999) * (0.02 - 1e-4))
    const sigmas = units.sigmasOfBetas(betas)
    // numpy: a = np.cumprod(1 - np.linspace(1e-4, .02, 1000)); np.sqrt((1 - a)/a)[[-1, 0]]
    expect(sigmas[0] / 157.40728081040757).toBeCloseTo(1, 11)
    expect(sigmas[999] / Math.sqrt(1e-4 / (1 - 1e-4))).toBeCloseTo(1, 14)
    units.betasOfSigmas(sigmas).forEach((beta, i) => expect(beta / betas[i]).toBeCloseTo(1, 10))
    expect(() => units.sigmasOfBetas([0.1, 1])).toThrow('leaves no signal')
    expect(() => units.sigmasOfBetas([0.1, 0])).toThrow(expect.objectContaining({ field: 'betas' }))
  })

  it('double every sigma from [0, 1] to [-1, 1]', () => {
    expect([...units.rescaleSigmas([50, 0.01], [0, 1], [-1, 1])]).toEqual([100, 0.02])
    expect(units.rangeFactor([-1, 1], [0, 1])).toBe(0.5)
  })
})

describe('the linked views', () => {
  const sigmas = sigmaSequence({ family: 'geometric', levels: 41, sigmaMax: 10, sigmaMin: 0.001 })

  it('show one schedule in every notation', () => {
    const views = scheduleViews(sigmas)
    expect(views.logSnr[10]).toBe(-2 * Math.log(sigmas[10]))
    expect(views.alphaBar[10]).toBe(1 / (1 + sigmas[10] ** 2))
    expect(views.beta[10]).toBeCloseTo(1 - views.alphaBar[10] / views.alphaBar[11], 13)
    views.ratio.forEach((ratio) => expect(ratio).toBeCloseTo(10 ** 0.1, 12))
  })

  it('have a step density that integrates to 1 over log sigma, constant for a geometric sequence', () => {
    for (const family of ['geometric', 'linear', 'sigmoid', 'karras'] as const) {
      const views = scheduleViews(sigmaSequence({ family, levels: 33, sigmaMax: 10, sigmaMin: 0.001 }))
      const integral = views.density.reduce((sum, density, i) => sum + density * Math.log(views.ratio[i]), 0)
      expect(integral).toBeCloseTo(1, 12)
    }
    scheduleViews(sigmas).density.forEach((density) => expect(density).toBeCloseTo(1 / Math.log(1e4), 10))
  })
})
