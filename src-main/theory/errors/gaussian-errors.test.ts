import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { logSnr, timeOfLogSnr } from '../process/process.ts'
import { processOf, PROCESS_NAMES, PROCESSES, type ProcessSpec } from '../process/processes.ts'
import { gaussianErrors, type GaussianQuestion } from './gaussian-errors.ts'
import { SCHEME_NAMES, SCHEMES, type SchemeName } from './schemes/schemes.ts'

const field = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error.field
    throw error
  }
  return 'nothing refused'
}

const ratio = (scheme: SchemeName) => {
  const [coarse, fine] = [500, 1000].map(
    (points) => gaussianErrors({ spectrum, process: vp, scheme, points, eps: 0, start: 'exact' }).w2,
  )
  return coarse / fine
}

// exact start, eps = 1e-2, error against p_eps, each scheme on its natural grid
const natural = (scheme: SchemeName, spec: ProcessSpec, points: number) => {
  const process = processOf(spec)
  const [from, to] = [process.end, 0.01 * process.end]
  const t = (share: number) => from + (to - from) * share
  if (scheme !== 'dpmpp2m' && scheme !== 'edm' && scheme !== 'ddim')
    return Array.from({ length: points }, (_, k) => t(k / (points - 1)))
  const ends = [logSnr(process, from), logSnr(process, to)]
  const inside = Array.from({ length: points }, (_, k) =>
    timeOfLogSnr(process, ends[0] + ((ends[1] - ends[0]) * k) / (points - 1)),
  )
  return [from, ...inside.slice(1, -1), to]
}

const through =
  (mean: (x: number, k: number) => number, noise: (k: number) => number) =>
  ([x, q]: [number, number], k: number): [number, number] => [mean(x, k), mean(1, k) ** 2 * q + noise(k)]

// x' is computed from f, g and a denoiser called as a sampler would call it; linear, so one unit state gives the gain
const denoiser = (process: ReturnType<typeof processOf>, l: number) => (x: number, t: number) =>
  (process.alpha(t) * l * x) / (process.alpha(t) ** 2 * l + process.sigma(t) ** 2)

const b = (t: number) => 0.05 + 9.95 * t

const marginal = (l: number, t: number) => Math.exp(-2 * B(t)) * l - Math.expm1(-2 * B(t))

const vp: ProcessSpec = { family: 'vp-linear', betaMin: 0.1, betaMax: 20 }
const ve: ProcessSpec = { family: 've-exponential', sigmaMin: 0.01, sigmaMax: 50 }
const FAMILIES: ProcessSpec[] = [
  vp,
  { family: 'vp-cosine' },
  { family: 'vp-polynomial', betaMin: 0.1, betaMax: 20, rho: 5 },
  { family: 'sub-vp', betaMin: 0.1, betaMax: 20 },
  ve,
  { family: 've-constant', sigmaMin: 0.01, sigmaMax: 5 },
  { family: 'edm', sigmaMax: 10 },
  { family: 'interpolant-trig', variance: 1 },
  { family: 'interpolant-linear', variance: 3 },
]
const spectrum = [1, 0.1, 0.001]
const B = (t: number) => 0.05 * t + 4.975 * t * t

describe('schemes on vp-linear are the recursions of the published closed forms', () => {
  const points = 37
  const eps = 1e-3
  const times = Array.from({ length: points }, (_, k) => 1 - ((1 - eps) * k) / (points - 1))
  type Step = (v: number, l: number, t: number, next: number) => number
  const recursions: Partial<Record<SchemeName, Step>> = {
    em: (v, l, t, n) => (1 + (t - n) * b(t) * (1 - 2 / marginal(l, t))) ** 2 * v + 2 * (t - n) * b(t),
    ei: (v, l, t, n) => {
      const rise = B(t) - B(n)
      return (1 + Math.expm1(rise) * (1 - 2 / marginal(l, t))) ** 2 * v + Math.expm1(2 * rise)
    },
    ddpm: (v, l, t, n) => {
      const bb = -Math.expm1(-2 * (B(t) - B(n)))
      return ((1 - bb / marginal(l, t)) / Math.sqrt(1 - bb)) ** 2 * v + bb
    },
    ddim: (v, l, t, n) => {
      const [a, to] = [Math.exp(-B(t)), Math.exp(-B(n))]
      const [s, sTo] = [Math.sqrt(1 - a * a), Math.sqrt(1 - to * to)]
      return ((to / a) * (1 - (s * s) / marginal(l, t)) + (sTo * s) / marginal(l, t)) ** 2 * v
    },
    euler: (v, l, t, n) => (1 + (t - n) * b(t) * (1 - 1 / marginal(l, t))) ** 2 * v,
    heun: (v, l, t, n) => {
      const a0 = (t - n) * b(t) * (1 - 1 / marginal(l, t))
      const a1 = (t - n) * b(n) * (1 - 1 / marginal(l, n))
      return (1 + a0 / 2 + (a1 / 2) * (1 + a0)) ** 2 * v
    },
  }
  it.each(Object.entries(recursions))('%s', (scheme, step) => {
    for (const start of ['prior', 'exact'] as const) {
      const { variances } = gaussianErrors({ spectrum, process: vp, scheme: scheme as SchemeName, points, eps, start })
      spectrum.forEach((l, j) => {
        let v = start === 'prior' ? 1 : marginal(l, 1)
        for (let k = 0; k < points - 1; k++) v = step(v, l, times[k], times[k + 1])
        expect(variances[j] / v).toBeCloseTo(1, 11)
      })
    }
  })
})

describe('schemes on any process agree with stepping the state itself', () => {
  it.each(FAMILIES.map((spec) => [spec.family, spec] as const))('%s', (_, spec) => {
    const process = processOf(spec)
    const [from, to] = [0.9 * process.end, 0.01 * process.end]
    const points = 40
    const times = Array.from({ length: points }, (_, k) => from + ((to - from) * k) / (points - 1))
    for (const l of [2, 0.1, 0]) {
      const x0 = denoiser(process, l)
      const score = (x: number, t: number) => (process.alpha(t) * x0(x, t) - x) / process.sigma(t) ** 2
      const flow = (x: number, t: number) => -process.f(t) * x - (process.gSquared(t) / 2) * score(x, t)
      const v0 = process.alpha(from) ** 2 * l + process.sigma(from) ** 2
      const walk = (
        scheme: SchemeName,
        start: [number, number],
        step: (v: [number, number], k: number) => [number, number],
      ) => {
        let state = start
        for (let k = 0; k < points - 1; k++) state = step(state, k)
        const question: GaussianQuestion = { spectrum: [l, 5], process: spec, scheme, times, start: 'exact' }
        expect(gaussianErrors(question).variances[0] / (state[0] ** 2 * v0 + state[1])).toBeCloseTo(1, 8)
      }
      const D = (k: number) => times[k] - times[k + 1]
      walk(
        'em',
        [1, 0],
        through(
          (x, k) => x + D(k) * (process.f(times[k]) * x + process.gSquared(times[k]) * score(x, times[k])),
          (k) => D(k) * process.gSquared(times[k]),
        ),
      )
      walk(
        'euler',
        [1, 0],
        through(
          (x, k) => x - D(k) * flow(x, times[k]),
          () => 0,
        ),
      )
      walk(
        'heun',
        [1, 0],
        through(
          (x, k) => {
            const first = flow(x, times[k])
            return x - (D(k) / 2) * (first + flow(x - D(k) * first, times[k + 1]))
          },
          () => 0,
        ),
      )
      walk(
        'rk4',
        [1, 0],
        through(
          (x, k) => {
            const [h, t] = [D(k), times[k]]
            const k1 = flow(x, t)
            const k2 = flow(x - (h / 2) * k1, t - h / 2)
            const k3 = flow(x - (h / 2) * k2, t - h / 2)
            const k4 = flow(x - h * k3, t - h)
            return x - (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4)
          },
          () => 0,
        ),
      )
      walk(
        'ddim',
        [1, 0],
        through(
          (x, k) => {
            const clean = x0(x, times[k])
            const z = (x - process.alpha(times[k]) * clean) / process.sigma(times[k])
            return process.alpha(times[k + 1]) * clean + process.sigma(times[k + 1]) * z
          },
          () => 0,
        ),
      )
      // q(x_t' | x_t, x_0 = denoised) has this mean; its noise is the larger or (VE) the smaller of the two usual choices
      const forward = (k: number) =>
        process.sigma(times[k]) ** 2 -
        ((process.alpha(times[k]) * process.sigma(times[k + 1])) / process.alpha(times[k + 1])) ** 2
      walk(
        'ddpm',
        [1, 0],
        through(
          (x, k) => {
            const [s2, to2] = [process.sigma(times[k]) ** 2, process.sigma(times[k + 1]) ** 2]
            return (
              ((process.alpha(times[k]) / process.alpha(times[k + 1])) * to2 * x +
                process.alpha(times[k + 1]) * forward(k) * x0(x, times[k])) /
              s2
            )
          },
          (k) =>
            forward(k) * (process.kind === 've' ? (process.sigma(times[k + 1]) / process.sigma(times[k])) ** 2 : 1),
        ),
      )
      const level = (k: number) => process.sigma(times[k]) / process.alpha(times[k])
      let [old, hLast] = [0, 0]
      walk('dpmpp2m', [1, 0], ([x], k) => {
        const h = Math.log(level(k) / level(k + 1))
        const clean = x0(x, times[k])
        const mixed = k === 0 ? clean : clean + (h / hLast / 2) * (clean - old)
        ;[old, hLast] = [clean, h]
        return [
          (process.sigma(times[k + 1]) / process.sigma(times[k])) * x -
            process.alpha(times[k + 1]) * Math.expm1(-h) * mixed,
          0,
        ]
      })
    }
  })

  it('edm with churn follows Algorithm 2, and without it is Heun in sigma', () => {
    const sigmas = [10, 4, 1.5, 0.4, 0.1, 0]
    const churn = { sChurn: 2, sTmin: 0.2, sTmax: 5, sNoise: 1.003 }
    const process: ProcessSpec = { family: 'edm', sigmaMax: 10 }
    for (const l of [1, 0.01, 0]) {
      let v = l + 100
      for (let k = 0; k < 5; k++) {
        const gamma = sigmas[k] >= 0.2 && sigmas[k] <= 5 ? Math.min(2 / 5, Math.SQRT2 - 1) : 0
        const hat = sigmas[k] * (1 + gamma)
        v += 1.003 ** 2 * (hat ** 2 - sigmas[k] ** 2)
        const slope = (x: number, s: number) => (x - (l * x) / (l + s * s)) / s
        const first = slope(1, hat)
        const next = 1 + (sigmas[k + 1] - hat) * first
        const gain = sigmas[k + 1] === 0 ? next : 1 + ((sigmas[k + 1] - hat) / 2) * (first + slope(next, sigmas[k + 1]))
        v *= gain ** 2
      }
      const asked = { spectrum: [l, 3], process, times: sigmas, start: 'exact' } as const
      expect(gaussianErrors({ ...asked, scheme: 'edm', ...churn }).variances[0]).toBeCloseTo(v, 12)
      const above = { ...asked, times: sigmas.slice(0, 5) }
      expect(gaussianErrors({ ...above, scheme: 'edm' }).w2).toBeCloseTo(
        gaussianErrors({ ...above, scheme: 'heun' }).w2,
        12,
      )
    }
  })

  it('DDIM on a VP grid is Euler on the EDM coordinate with the matched sigmas', () => {
    const process = processOf(vp)
    const times = Array.from({ length: 30 }, (_, k) => 1 - (0.999 * k) / 29)
    const levels = times.map(process.noiseToSignal)
    const ddim = gaussianErrors({ spectrum, process: vp, scheme: 'ddim', times, start: 'exact' })
    const euler = gaussianErrors({
      spectrum,
      process: { family: 'edm', sigmaMax: levels[0] },
      scheme: 'euler',
      times: levels,
      start: 'exact',
    })
    ddim.variances.forEach((v, j) => expect(v / process.alphaSquared(times[29])).toBeCloseTo(euler.variances[j], 12))
  })

  it('on VE the exponential integrator, reverse diffusion and ancestral steps are those of score_sde', () => {
    const ei = gaussianErrors({ spectrum, process: ve, scheme: 'ei', points: 50 })
    expect(gaussianErrors({ spectrum, process: ve, scheme: 'reverse-diffusion', points: 50 }).w2).toBeCloseTo(ei.w2, 12)
  })

  it('a simulated Euler-Maruyama chain has the variance said', () => {
    let state = 11
    const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
    const process = processOf(ve)
    const [points, chains, l] = [30, 40_000, 0.5]
    const { variances } = gaussianErrors({ spectrum: [l], process: ve, scheme: 'em', points })
    let sum = 0
    for (let i = 0; i < chains; i++) {
      let x = 50 * normal()
      for (let k = 0; k < points - 1; k++) {
        const t = 1 - (0.999 * k) / (points - 1)
        const D = 0.999 / (points - 1)
        const g2 = process.gSquared(t)
        x += (-D * g2 * x) / (l + process.sigmaSquared(t)) + Math.sqrt(D * g2) * normal()
      }
      sum += x * x
    }
    expect(Math.abs(sum / chains / variances[0] - 1)).toBeLessThan(5 * Math.sqrt(2 / chains))
  })
})

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

describe('measured orders', () => {
  const specs = [
    vp,
    { family: 've-polynomial', sigmaMin: 0.01, sigmaMax: 5, rho: 2 },
    { family: 'sub-vp', betaMin: 0.1, betaMax: 20 },
  ] as ProcessSpec[]
  const rows = SCHEME_NAMES.flatMap((scheme) =>
    SCHEMES[scheme].order === null ? [] : specs.map((spec) => [scheme, spec.family, spec] as const),
  )
  it.each(rows)('%s on %s has its declared order to 0.1', (scheme, _, spec) => {
    const error = (points: number) =>
      gaussianErrors({ spectrum, process: spec, scheme, times: natural(scheme, spec, points), start: 'exact' })
        .discretisation
    const steps = [400, 800, 1600]
    const errors = steps.map((n) => error(n + 1))
    expect(Math.abs(Math.log2(errors[1] / errors[2]) - SCHEMES[scheme].order!)).toBeLessThan(0.1)
  })

  it('at eps = 0, N = 500 -> 1000 the errors fall by 2.12 (EM), 1.99 (Euler), 4.03 (Heun)', () => {
    expect([ratio('em'), ratio('euler'), ratio('heun')].map((value) => value.toFixed(2))).toEqual([
      '2.12',
      '1.99',
      '4.03',
    ])
  })
})

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
        PROCESSES[family].keys.map((key) => [
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
