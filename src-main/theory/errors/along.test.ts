import { describe, expect, it } from 'vitest'
import { errorAlong, initialisationPerEigenvalue, truncationAgainstEps, truncationPerEigenvalue } from './along.ts'
import { gaussianErrors } from './gaussian-errors.ts'
import { SCHEME_NAMES } from './schemes/schemes.ts'

const spectrum = [4, 1, 0.1, 0.001]
const process = { family: 'vp-linear', betaMin: 0.1, betaMax: 20 } as const
const asked = { spectrum, process, inner: 5, stepLr: 1e-5 }

describe('curves of the oracle', () => {
  it.each([...SCHEME_NAMES, 'sde', 'ode'] as const)(
    '%s along t ends at the oracle of the same grid, at every prefix of it',
    (scheme) => {
      const curve = errorAlong({ ...asked, scheme, points: 30 })
      expect(curve.t[0]).toBe(1)
      expect(curve.t[29]).toBe(1e-3)
      for (const k of [1, 13, 29]) {
        // The first times of these are another walk: fewer levels, and none to restart from.
        if ((scheme === 'langevin' || scheme === 'restart') && k < 29) continue
        const times = curve.t.slice(0, k + 1)
        const { variances } = gaussianErrors({ ...asked, scheme, times })
        const [a2, s2] = [
          Math.exp(-0.1 * times[k] - 9.95 * times[k] ** 2),
          -Math.expm1(-0.1 * times[k] - 9.95 * times[k] ** 2),
        ]
        const direct = Math.sqrt(
          spectrum.reduce((sum, l, j) => sum + (Math.sqrt(variances[j]) - Math.sqrt(a2 * l + s2)) ** 2, 0),
        )
        expect(curve.w2[k]).toBeCloseTo(direct, 10)
      }
    },
  )

  it('the start from the prior is seen at the first time, an exact one is not', () => {
    expect(errorAlong({ ...asked, scheme: 'ode', points: 5, start: 'exact' }).w2.every((value) => value < 1e-12)).toBe(
      true,
    )
    expect(errorAlong({ ...asked, scheme: 'heun', points: 5 }).w2[0]).toBeGreaterThan(0)
  })

  it('truncation against eps is 0 at 0 and rises', () => {
    const curve = truncationAgainstEps(process, spectrum, [0, 1e-5, 1e-3, 1e-2])
    expect(curve[0].w2).toBe(0)
    for (let i = 1; i < 4; i++) expect(curve[i].w2).toBeGreaterThan(curve[i - 1].w2)
    expect(curve[2].w2).toBeCloseTo(gaussianErrors({ ...asked, scheme: 'em', points: 9, eps: 1e-3 }).truncation, 14)
  })

  it('per eigenvalue: the SDE stays below the ODE, and both vanish at 1', () => {
    const [sde, ode] = (['sde', 'ode'] as const).map((reference) => initialisationPerEigenvalue(process, reference))
    expect(sde.eigenvalue).toHaveLength(161)
    expect([sde.eigenvalue[0], sde.eigenvalue[160]]).toEqual([1e-6, 100])
    sde.error.forEach((value, j) => expect(value).toBeLessThanOrEqual(ode.error[j] + 1e-16))
    const one = sde.eigenvalue.indexOf(1)
    expect([sde.error[one], ode.error[one]].every((value) => value < 1e-15)).toBe(true)
    const truncation = truncationPerEigenvalue(process)
    expect(truncation.error[one]).toBeLessThan(1e-15)
    expect(truncation.error[0]).toBeCloseTo(Math.sqrt(-Math.expm1(-1e-4 - 9.95e-6) + 1e-6) - 1e-3, 6)
  })
})
