import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { processOf, PROCESS_NAMES, parametersOf, type ProcessSpec } from '../process/processes.ts'
import { spectrum, vp } from './families.testing.ts'
import { gaussianErrors, type GaussianQuestion } from './gaussian-errors.ts'
import { SCHEME_NAMES } from './schemes/schemes.ts'

const field = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error.field
    throw error
  }
  return 'nothing refused'
}

describe('a score that is wrong', () => {
  it('moves the law as a sampler with that score would move it, and is reported as its distance to the exact score', () => {
    const exact = gaussianErrors({ spectrum, process: vp, scheme: 'euler', points: 100 })
    const wrong = gaussianErrors({ spectrum, process: vp, scheme: 'euler', points: 100, misfit: 0.05 })
    expect(exact.score).toBeUndefined()
    expect(wrong.discretisation).toBe(exact.discretisation)
    expect(wrong.score).toBeGreaterThan(0.01)
    const process = processOf(vp)
    let gain = 1
    for (let k = 0; k < 99; k++) {
      const t = 1 - (0.999 * k) / 99
      const D = 0.999 / 99
      const m = process.alphaSquared(t) * 0.1 + process.sigmaSquared(t)
      gain *= 1 + D * process.f(t) - ((D * process.gSquared(t)) / 2) * (1.05 / m)
    }
    expect(wrong.variances[1]).toBeCloseTo(gain ** 2, 10)
  })

  it('EM suffers less from a score error than Heun relative to its own error', () => {
    const asked = { spectrum: [30, 1, 0.1, 1e-3], process: vp, points: 1000, misfit: 0.05 } as const
    const [em, heun] = (['em', 'heun'] as const).map((scheme) => gaussianErrors({ ...asked, scheme }).score!)
    expect(em).toBeLessThan(heun)
  })

  it('a model spectrum equal to the data is the exact score', () => {
    const asked = { spectrum, process: vp, scheme: 'em', points: 60 } as const
    expect(gaussianErrors({ ...asked, model: spectrum }).score).toBe(0)
    expect(gaussianErrors({ ...asked, model: [1.1, 0.2, 0.001] }).score).toBeGreaterThan(0)
  })
})

describe('refusals', () => {
  it('name the parameter at fault', () => {
    const base: GaussianQuestion = { spectrum, process: vp, scheme: 'em', points: 50 }
    expect(field(() => gaussianErrors({ ...base, points: undefined }))).toBe('points')
    expect(field(() => gaussianErrors({ ...base, points: 1 }))).toBe('points')
    expect(field(() => gaussianErrors({ ...base, eps: 1 }))).toBe('eps')
    expect(field(() => gaussianErrors({ ...base, spectrum: [] }))).toBe('spectrum')
    expect(field(() => gaussianErrors({ ...base, spectrum: [1, -1] }))).toBe('spectrum')
    expect(field(() => gaussianErrors({ ...base, scheme: 'constructor' as never }))).toBe('scheme')
    expect(field(() => gaussianErrors({ ...base, start: 'data' as never }))).toBe('start')
    expect(field(() => gaussianErrors({ ...base, times: [0.5, 0.5] }))).toBe('times')
    expect(field(() => gaussianErrors({ ...base, scheme: 'langevin' }))).toBe('inner')
    expect(field(() => gaussianErrors({ ...base, scheme: 'heun', eps: 0, spectrum: [1, 0] }))).toBe('eps')
    expect(field(() => gaussianErrors({ ...base, process: { family: 'rectified-flow' } }))).toBe('scheme')
    expect(field(() => gaussianErrors({ ...base, scheme: 'langevin', inner: 5, stepLr: 1, eps: 0 }))).toBe('eps')
    expect(field(() => gaussianErrors({ ...base, misfit: -0.7 }))).toBe('misfit')
    expect(field(() => gaussianErrors({ ...base, model: [1] }))).toBe('model')
  })

  it('zero eigenvalues at eps = 0 are no trouble for schemes that do not ask the score at t = 0', () => {
    for (const scheme of ['em', 'ei', 'ddpm', 'euler', 'ddim', 'dpmpp2m', 'edm', 'sde', 'ode'] as const) {
      expect(gaussianErrors({ spectrum: [1, 0], process: vp, scheme, points: 100, eps: 0 }).w2).toBeLessThan(2)
    }
  })

  it('10,000 random questions each end in finite numbers or a refusal with its field', () => {
    let state = 5
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647
    const choose = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]
    const log = (low: number, high: number) => 10 ** (low + random() * (high - low))
    let answered = 0
    for (let i = 0; i < 10_000; i++) {
      const family = choose(PROCESS_NAMES)
      const params = Object.fromEntries(
        parametersOf(family).map((key) => [
          key,
          random() < 0.05 ? choose([0, -1, Number.NaN, 1e300]) : log(/Max/.test(key) ? 0 : -3, /Max/.test(key) ? 3 : 0),
        ]),
      )
      if (family.startsWith('interpolant')) params.d = choose([3, 100])
      const asked = {
        spectrum: Array.from({ length: 1 + Math.floor(random() * 4) }, () => (random() < 0.2 ? 0 : log(-8, 3))),
        process: { family, ...params } as ProcessSpec,
        scheme: choose([...SCHEME_NAMES, 'sde', 'ode'] as const),
        points: random() < 0.05 ? choose([0, 1, 2.5, Number.NaN]) : 2 + Math.floor(random() * 60),
        eps: choose([0, 1e-8, 1e-5, 1e-3, 0.1, random()]),
        start: choose(['prior', 'exact'] as const),
        misfit: choose([0, 0, 0.1, -0.3]),
        inner: choose([1, 5]),
        stepLr: log(-8, 0),
        sChurn: choose([0, 10]),
      }
      try {
        const { variances, ...distances } = gaussianErrors(asked)
        const finite = [...Object.values(distances), ...variances].every(
          (value) => Number.isFinite(value) && value >= 0,
        )
        if (!finite) expect.unreachable(JSON.stringify(asked))
        answered++
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        if (!/^[a-z_]+$/.test(error.field ?? '')) expect.unreachable(error.message)
      }
    }
    expect(answered).toBeGreaterThan(4000)
  })
})
