import { describe, expect, it } from 'vitest'
import { processOf, type ProcessSpec } from '../../process/processes.ts'
import { FAMILIES, spectrum, ve, vp } from '../families.testing.ts'
import { gaussianErrors, type GaussianQuestion } from '../gaussian-errors.ts'
import type { SchemeName } from './schemes.ts'

const through =
  (mean: (x: number, k: number) => number, noise: (k: number) => number) =>
  ([x, q]: [number, number], k: number): [number, number] => [mean(x, k), mean(1, k) ** 2 * q + noise(k)]

// x' is computed from f, g and a denoiser called as a sampler would call it; linear, so one unit state gives the gain
const denoiser = (process: ReturnType<typeof processOf>, l: number) => (x: number, t: number) =>
  (process.alpha(t) * l * x) / (process.alpha(t) ** 2 * l + process.sigma(t) ** 2)

const B = (t: number) => 0.05 * t + 4.975 * t * t

const b = (t: number) => 0.05 + 9.95 * t

const marginal = (l: number, t: number) => Math.exp(-2 * B(t)) * l - Math.expm1(-2 * B(t))

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
