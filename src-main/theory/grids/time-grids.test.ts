import { describe, expect, it } from 'vitest'
import { DILATIONS, dilationOf, uniformTimes, type DilationName } from './time-grids.ts'

describe('the uniform grid', () => {
  it('has N points, N - 1 steps, and both ends assigned', () => {
    const times = uniformTimes({ points: 50, eps: 1e-3 })
    expect(times).toHaveLength(50)
    expect([times[0], times[49]]).toEqual([1, 1e-3])
    expect(times[1]).toBeCloseTo(1 - (1 - 1e-3) / 49, 15)
  })

  it('is refused with the field at fault', () => {
    for (const [field, request] of [
      ['points', { points: 1, eps: 0 }],
      ['points', { points: 2.5, eps: 0 }],
      ['eps', { points: 9, eps: 1 }],
      ['eps', { points: 9, eps: -0.1 }],
      ['eps', { points: 9, eps: NaN }],
      ['T', { points: 9, eps: 0, T: 0 }],
    ] as const)
      expect(() => uniformTimes(request)).toThrow(expect.objectContaining({ field }))
  })
})

describe('dilations', () => {
  const names = Object.keys(DILATIONS) as DilationName[]

  it('run from noise to data, never back, with 1 - tau that agrees with tau', () => {
    for (const name of names) {
      const at = dilationOf(name, 3, 1e4)
      expect(at(0).tau).toBeCloseTo(0, 15)
      expect(at(1).tau).toBe(1)
      for (let k = 0; k <= 1000; k++) {
        const { tau, coTau } = at(k / 1000)
        expect(tau + coTau).toBeCloseTo(1, 14)
        if (k > 0) expect(tau).toBeGreaterThan(at((k - 1) / 1000).tau)
      }
    }
  })

  it('state the rate d tau/dt that differences of tau give', () => {
    for (const name of names) {
      const at = dilationOf(name, 3, 1e4)
      for (const t of [0.05, 0.2, 0.3, 0.45, 0.6, 0.95]) {
        const h = 1e-6
        const slope = (at(t - h).coTau - at(t + h).coTau) / (2 * h)
        expect(slope / at(t).rate).toBeCloseTo(1, 5)
      }
    }
  })

  it('give the second half of the steps to the window of width kappa/sqrt(d)', () => {
    const r = 3 / 100
    expect(dilationOf('vp', 3, 1e4)(0.5).tau).toBeCloseTo(r, 14)
    expect(dilationOf('ve-lin', 3, 1e4)(0.5).coTau).toBeCloseTo(r, 14)
    for (const name of ['ve-trig', 've-trig-alpha'] as const) {
      const { tau, coTau } = dilationOf(name, 3, 1e4)(0.5)
      expect(Math.sqrt(coTau * (1 + tau))).toBeCloseTo(r, 14)
    }
  })

  it('keep 1 - tau whole where tau rounds to 1', () => {
    const { tau, coTau } = dilationOf('ve-trig', 3, 1e6)(1 - 1e-7)
    expect(tau).toBe(1)
    expect(coTau / ((0.003 * 2e-7) ** 2 / 2)).toBeCloseTo(1, 6)
  })

  it('are refused without room for both phases', () => {
    expect(() => dilationOf('vp', 10, 100)).toThrow(expect.objectContaining({ field: 'kappa' }))
    expect(() => dilationOf('vp', undefined, 100)).toThrow(expect.objectContaining({ field: 'kappa' }))
    expect(() => dilationOf('ve-trig-alpha', 8, 100)).toThrow(expect.objectContaining({ field: 'kappa' }))
    expect(() => dilationOf('spiral' as DilationName, 1, 100)).toThrow(expect.objectContaining({ field: 'dilation' }))
  })
})
