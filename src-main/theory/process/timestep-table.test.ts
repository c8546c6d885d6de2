import { describe, expect, it } from 'vitest'
import { sigmasOfTable, timestepOf, type BetaTable } from './timestep-table.ts'

const ddpm: BetaTable = { betas: 'linear', betaStart: 1e-4, betaEnd: 0.02, timesteps: 1000 }

describe('the table of timesteps', () => {
  it('has the ends that DDPM, Stable Diffusion and the improved DDPM print', () => {
    const linear = sigmasOfTable(ddpm)
    // abar_999 = 4.0358e-5 (openai/improved-diffusion), so sigma = sqrt(1/abar - 1).
    expect(linear[999]).toBeCloseTo(Math.sqrt(1 / 4.0358e-5 - 1), 1)
    expect(linear[0]).toBeCloseTo(Math.sqrt(1e-4 / (1 - 1e-4)), 12)
    // k-diffusion prints 14.6146 and 0.0292 for Stable Diffusion 1.5.
    const scaled = sigmasOfTable({ ...ddpm, betas: 'scaled-linear', betaStart: 0.00085, betaEnd: 0.012 })
    expect(scaled[999]).toBeCloseTo(14.6146, 4)
    expect(scaled[0]).toBeCloseTo(0.0292, 4)
    // The clipped last beta: sigma of the 1000-step cosine table is 20,291.
    expect(sigmasOfTable({ ...ddpm, betas: 'cosine' })[999]).toBeCloseTo(20291, -1)
    // numpy: b = 1e-4 + .0199/(1 + exp(-linspace(-6, 6, 1000))); a = cumprod(1 - b); sqrt(1/a - 1)
    const sigmoid = sigmasOfTable({ ...ddpm, betas: 'sigmoid' })
    expect([sigmoid[0], sigmoid[999]]).toEqual([
      expect.closeTo(0.012215869446382394, 12),
      expect.closeTo(158.74336866656455, 7),
    ])
  })

  it('rises, and gives each of its own sigmas its own timestep by either rule', () => {
    const sigmas = sigmasOfTable(ddpm)
    for (let i = 1; i < 1000; i++) expect(sigmas[i]).toBeGreaterThan(sigmas[i - 1])
    for (const i of [0, 1, 500, 998, 999]) {
      expect(timestepOf(sigmas, sigmas[i], 'nearest')).toBe(i)
      expect(timestepOf(sigmas, sigmas[i], 'linear')).toBeCloseTo(i, 6)
    }
  })

  it('between two timesteps takes the nearer in log sigma, or the place between them', () => {
    const sigmas = sigmasOfTable(ddpm)
    const between = (share: number) => sigmas[400] ** (1 - share) * sigmas[401] ** share
    expect(timestepOf(sigmas, between(0.3), 'nearest')).toBe(400)
    expect(timestepOf(sigmas, between(0.7), 'nearest')).toBe(401)
    expect(timestepOf(sigmas, between(0.3), 'linear')).toBeCloseTo(400.3, 9)
  })

  it('ends at its ends', () => {
    const sigmas = sigmasOfTable(ddpm)
    expect(timestepOf(sigmas, 1e-9, 'linear')).toBe(0)
    expect(timestepOf(sigmas, 1e9, 'linear')).toBe(999)
  })

  it('rescaled to zero terminal SNR ends in sigma 4096 in place of infinity, its other timesteps as published', () => {
    // numpy: r = sqrt(cumprod(1 - linspace(.00085**.5, .012**.5, 1000)**2)); r = (r - r[-1]) r[0]/(r[0] - r[-1]); sqrt(1/r**2 - 1)
    const given = { ...ddpm, betas: 'scaled-linear', betaStart: 0.00085, betaEnd: 0.012 } as const
    const sigmas = sigmasOfTable({ ...given, zeroTerminalSnr: true })
    expect([sigmas[0], sigmas[998]]).toEqual([
      expect.closeTo(0.029167158151721113, 12),
      expect.closeTo(2254.2379783369956, 5),
    ])
    expect(sigmas[999] / 4096).toBeCloseTo(1, 6)
    for (const betas of ['cosine', 'sigmoid'] as const)
      expect(sigmasOfTable({ ...given, betas, zeroTerminalSnr: true }).every(Number.isFinite)).toBe(true)
  })

  it('refuses betas that do not rise', () => {
    expect(() => sigmasOfTable({ ...ddpm, betaEnd: 1e-5 })).toThrow('beta_end must be above beta_start')
  })
})
