import { describe, expect, it } from 'vitest'
import { processOf } from '../process/processes.ts'
import { FAMILIES, spectrum, ve, vp } from './families.testing.ts'
import { gaussianErrors } from './gaussian-errors.ts'

describe('the continuous dynamics', () => {
  it.each(FAMILIES.map((spec) => [spec.family, spec] as const))(
    '%s: sde and ode agree with their variance equations, also with a misfit',
    (_, spec) => {
      const process = processOf(spec)
      const [from, to] = [0.95 * process.end, 0.02 * process.end]
      for (const reference of ['sde', 'ode'] as const) {
        for (const [l, m, misfit] of [
          [0.3, 0.3, 0],
          [2, 2, 0.2],
          [0.3, 0.5, -0.1],
        ]) {
          // dv/dt of the reverse dynamics with score -(1 + misfit) x/m_t, by Runge-Kutta 4 in ln t
          const rate = (u: number, v: number) => {
            const t = Math.exp(u)
            const c = (1 + misfit) / (process.alphaSquared(t) * m + process.sigmaSquared(t))
            const g2 = process.gSquared(t)
            const dv =
              reference === 'ode' ? 2 * (-process.f(t) + (g2 / 2) * c) * v : -2 * (process.f(t) - g2 * c) * v - g2
            return t * dv
          }
          const steps = 6000
          const h = Math.log(to / from) / steps
          let v = process.priorVariance(from)
          for (let k = 0; k < steps; k++) {
            const u = Math.log(from) + k * h
            const k1 = rate(u, v)
            const k2 = rate(u + h / 2, v + (h / 2) * k1)
            const k3 = rate(u + h / 2, v + (h / 2) * k2)
            const k4 = rate(u + h, v + h * k3)
            v += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4)
          }
          const { variances } = gaussianErrors({
            spectrum: [l],
            model: [m],
            misfit,
            process: spec,
            scheme: reference,
            times: [from, to],
          })
          expect(variances[0] / v).toBeCloseTo(1, 7)
        }
      }
    },
  )

  it('the SDE forgets a wrong start better than the ODE, at every eps and family', () => {
    for (const process of FAMILIES) {
      for (const eps of [1e-5, 1e-3, 1e-1]) {
        const asked = { spectrum: [30, 1, 0.1, 1e-4], process, eps }
        const [sde, ode] = (['sde', 'ode'] as const).map(
          (scheme) => gaussianErrors({ ...asked, scheme }).initialisation,
        )
        expect(sde).toBeLessThanOrEqual(ode)
      }
    }
  })

  it('an exact start has no discretisation error and w2 equal to the truncation', () => {
    const errors = gaussianErrors({ spectrum, process: vp, scheme: 'sde', start: 'exact' })
    expect(errors.discretisation).toBe(0)
    expect(errors.w2).toBeCloseTo(errors.truncation, 12)
  })

  it('the VE floor of sigma_min at eps = 0', () => {
    expect(gaussianErrors({ spectrum, process: ve, scheme: 'sde', eps: 0 }).truncation).toBeCloseTo(0.00155, 5)
  })
})
