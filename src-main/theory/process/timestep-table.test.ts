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

  it('refuses betas that do not rise', () => {
    expect(() => sigmasOfTable({ ...ddpm, betaEnd: 1e-5 })).toThrow('beta_end must be above beta_start')
  })
})
