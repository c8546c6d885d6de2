import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { CIFAR10_SPECTRUM } from './cifar10-spectrum.testing.ts'
import { league, type LeagueQuestion, type LeagueRow } from './league.ts'

const asked: LeagueQuestion = {
  spectrum: CIFAR10_SPECTRUM,
  sampler: 'euler',
  levels: 10,
  sigmaMax: 80,
  sigmaMin: 0.002,
  start: 'exact',
}
const onEuler = league(asked)
const byGrid = (rows: LeagueRow[]) => Object.fromEntries(rows.map((row) => [row.grid, row]))

describe('the league on the spectrum of CIFAR-10', () => {
  it('orders the grids for Euler and 10 levels as an independent computation in NumPy did, W2 and KL within 1 %', () => {
    const rows = byGrid(onEuler)
    const w2 = {
      'optimised-w2': 4.44,
      oss: 4.44,
      gits: 4.49,
      'first-order-w2': 4.87,
      'sharp-euler': 4.99,
      'fisher-arc': 5.48,
      'karras-7': 5.8,
      'log-snr': 6.97,
      'entropic-rescaled': 8.91,
      tangent: 13.5,
    } as const
    for (const [grid, value] of Object.entries(w2)) expect(Math.abs(rows[grid].w2 / value - 1), grid).toBeLessThan(0.01)
    const kl = { 'optimised-kl': 136, 'log-snr': 232, 'karras-7': 503 } as const
    for (const [grid, value] of Object.entries(kl)) expect(Math.abs(rows[grid].kl / value - 1), grid).toBeLessThan(0.01)
    for (const row of Object.values(rows)) {
      expect(row.sigmas).toHaveLength(10)
      expect(row.sigmas[0]).toBe(80)
      row.sigmas.forEach((sigma, k) => expect(k === 0 || sigma < row.sigmas[k - 1], row.grid).toBe(true))
      expect(row.w2).toBeGreaterThanOrEqual(rows['optimised-w2'].w2)
      expect(row.kl).toBeGreaterThanOrEqual(rows['optimised-kl'].kl)
    }
  })

  it('finds Heun least at the optimum, with the grids that look at steps before Karras', () => {
    const order = league({ ...asked, sampler: 'heun' }).map(({ grid }) => grid)
    expect(order[0]).toBe('optimised-w2')
    for (const grid of ['oss', 'gits', 'first-order-w2', 'sharp-euler'] as const)
      expect(order.indexOf(grid)).toBeLessThan(order.indexOf('karras-7'))
  })

  it('has the exact end point: W2 of Euler, whose gains are positive, and at least W2 of any flow', () => {
    for (const row of onEuler) expect(Math.abs(row.endPoint / row.w2 - 1), row.grid).toBeLessThan(1e-9)
    for (const sampler of ['heun', 'unipc', 'ipndm'] as const)
      for (const row of league({ ...asked, spectrum: [4, 1, 0.01], sampler }))
        expect(row.endPoint, `${sampler} ${row.grid}`).toBeGreaterThan(row.w2 - 1e-9)
  })

  it.each(['dpmpp2m', 'dpmpp3m', 'unipc', 'deis', 'ipndm'] as const)(
    '%s looks back: least at the optimum, and students with their memory end nearer than at Karras’ levels',
    (sampler) => {
      const rows = byGrid(league({ ...asked, spectrum: [4, 1, 0.1, 0.01], sampler, levels: 8 }))
      // eight levels can undo four eigenvalues' errors to rounding
      for (const row of Object.values(rows)) expect(row.w2 + 1e-8, row.grid).toBeGreaterThan(rows['optimised-w2'].w2)
      expect(rows.oss.endPoint).toBeLessThan(rows['karras-7'].endPoint)
    },
  )

  it('refuses ends the wrong way round and a spectrum without variance', () => {
    expect(() => league({ ...asked, sigmaMin: 100 })).toThrow(Refusal)
    expect(() => league({ ...asked, spectrum: [0, 0] })).toThrow(Refusal)
  })
})
