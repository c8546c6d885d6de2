import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { matchIntegral, matchLogSnrEnds } from './match.ts'
import { beta, g, integralBeta, logSnr, timeOfLogSnr, type Process } from './process.ts'
import { PROCESS_NAMES, parametersOf, makeProcess, processAt, processOf, type ProcessSpec } from './processes.ts'

const refusedField = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error.field
    throw error
  }
  return 'nothing refused'
}

const alpha = (spec: ProcessSpec) => processOf(spec).alpha(1)

const at = (spec: ProcessSpec) => g(processOf(spec), 0.5) ** 2

const close = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThan(1e-7 * (1 + Math.abs(b)))

const SPECS: ProcessSpec[] = [
  { family: 'vp-linear', betaMin: 0.1, betaMax: 20 },
  { family: 'vp-linear', betaMin: 0, betaMax: 20 },
  { family: 'vp-constant', betaMin: 0.1, betaMax: 10 },
  { family: 'vp-polynomial', betaMin: 0.1, betaMax: 20, rho: 2 },
  { family: 'vp-polynomial', betaMin: 0.1, betaMax: 20, rho: 5 },
  { family: 'vp-polynomial', betaMin: 0, betaMax: 20, rho: 3 },
  { family: 'vp-exponential', betaMin: 0.1, betaMax: 30 },
  { family: 'vp-cosine' },
  { family: 'sub-vp', betaMin: 0.1, betaMax: 20 },
  { family: 've-exponential', sigmaMin: 0.01, sigmaMax: 50 },
  { family: 've-constant', sigmaMin: 0.01, sigmaMax: 50 },
  { family: 've-sqrt', sigmaMin: 0.01, sigmaMax: 50 },
  { family: 've-polynomial', sigmaMin: 0.01, sigmaMax: 50, rho: 2 },
  { family: 've-polynomial', sigmaMin: 0.01, sigmaMax: 50, rho: 7 },
  { family: 'edm', sigmaMax: 80 },
  { family: 'interpolant-trig', variance: 1 },
  { family: 'interpolant-trig', variance: 'd', d: 3000 },
  { family: 'interpolant-linear', variance: 'd', d: 3000 },
  { family: 'rectified-flow' },
]
const title = ({ family, ...params }: ProcessSpec) => `${family} ${JSON.stringify(params)}`
const each = SPECS.map((spec) => [title(spec), processOf(spec)] as [string, Process])

/** Fourth-order central difference. */
const slope = (of: (t: number) => number, t: number, h: number) =>
  (8 * (of(t + h) - of(t - h)) - (of(t + 2 * h) - of(t - 2 * h))) / (12 * h)

/** Composite Gauss-Legendre, three nodes in each of `cells`. */
function quadrature(of: (s: number) => number, from: number, to: number, cells = 2000): number {
  const width = (to - from) / cells
  const nodes = [-Math.sqrt(0.6), 0, Math.sqrt(0.6)]
  const weights = [5 / 18, 8 / 18, 5 / 18]
  let sum = 0
  for (let i = 0; i < cells; i++) {
    for (let j = 0; j < 3; j++) sum += weights[j] * of(from + (i + 0.5 + nodes[j] / 2) * width)
  }
  return sum * width
}

describe('processes', () => {
  it.each(each)('%s: f, g^2 and the velocity are the derivatives of alpha and sigma', (_, process) => {
    for (const share of [0.05, 0.3, 0.5, 0.77, 0.95]) {
      const t = share * process.end
      const h = 1e-4 * process.end
      const alphaDot = slope(process.alpha, t, h)
      const sigmaDot = slope(process.sigma, t, h)
      const f = -alphaDot / process.alpha(t)
      const gSquared = slope((u) => process.sigma(u) ** 2, t, h) + 2 * f * process.sigma(t) ** 2
      close(process.alphaDot(t), alphaDot)
      close(process.sigmaDot(t), sigmaDot)
      close(process.sigmaSigmaDot(t), process.sigma(t) * sigmaDot)
      close(process.f(t), f)
      close(process.gSquared(t), gSquared)
      close(beta(process, t), 2 * f)
      expect(integralBeta(process, t)).toBeCloseTo(-2 * Math.log(process.alpha(t)), 10)
      expect(logSnr(process, t)).toBeCloseTo(Math.log(process.alpha(t) ** 2 / process.sigma(t) ** 2), 9)
      expect(process.alphaSquared(t)).toBeCloseTo(process.alpha(t) ** 2, 12)
      close(process.sigmaSquared(t), process.sigma(t) ** 2)
    }
  })

  it.each(each)('%s: the inverse gives back the time, also at t = 1e-5', (_, process) => {
    for (const share of [0, 1e-5, 1e-3, 0.2, 0.5, 0.9, 0.999]) {
      const t = share * process.end
      expect(Math.abs(process.timeOf(process.noiseToSignal(t)) - t)).toBeLessThan(1e-9 * (share > 0 ? t : 1e-6))
      if (share > 0) expect(Math.abs(timeOfLogSnr(process, logSnr(process, t)) / t - 1)).toBeLessThan(1e-8)
    }
    expect(process.timeOf(-1)).toBeNaN()
  })

  it.each(each)('%s: the exact step is the quadrature of its three integrals', (_, process) => {
    for (const [from, to] of [
      [0.9, 0.6],
      [0.5, 0.49],
      [2e-3, 1e-3],
    ]) {
      const [t, next] = [from * process.end, to * process.end]
      const { growth, score, noise } = process.step(t, next)
      const there = process.alpha(next)
      const gain = (s: number) => there / process.alpha(s)
      expect(growth / (quadrature(process.f, next, t) || 1)).toBeCloseTo(growth === 0 ? 0 : 1, 9)
      expect(score / quadrature((s) => gain(s) * process.gSquared(s), next, t)).toBeCloseTo(1, 9)
      expect(noise / quadrature((s) => gain(s) ** 2 * process.gSquared(s), next, t)).toBeCloseTo(1, 9)
    }
  })

  it.each(each)(
    '%s: sigma^2 obeys its own equation d(sigma^2)/dt = g^2 - 2 f sigma^2, integrated by Runge-Kutta',
    (_, process) => {
      const [from, to] = [0.1 * process.end, 0.9 * process.end]
      const steps = 4000
      const h = (to - from) / steps
      const rate = (t: number, v: number) => process.gSquared(t) - 2 * process.f(t) * v
      let v = process.sigma(from) ** 2
      for (let k = 0; k < steps; k++) {
        const t = from + k * h
        const k1 = rate(t, v)
        const k2 = rate(t + h / 2, v + (h / 2) * k1)
        const k3 = rate(t + h / 2, v + (h / 2) * k2)
        const k4 = rate(t + h, v + h * k3)
        v += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4)
      }
      expect(v / process.sigma(to) ** 2).toBeCloseTo(1, 8)
    },
  )

  it('g^2 at t = .5 is the derivative of the variance, not the shortcut of the source code', () => {
    const ends = { sigmaMin: 0.01, sigmaMax: 50 }
    expect(at({ family: 've-constant', ...ends })).toBeCloseTo(2500, 2)
    expect(at({ family: 've-sqrt', ...ends })).toBeCloseTo(2500, 2)
    expect(at({ family: 've-polynomial', ...ends, rho: 2 })).toBeCloseTo(1285, 0)
    expect(at({ family: 've-polynomial', ...ends, rho: 7 })).toBeCloseTo(87.7, 1)
    expect(at({ family: 've-exponential', ...ends })).toBeCloseTo(2 * Math.log(5000) * 0.5, 10)
  })

  it('alpha(1) of the shipped configurations', () => {
    expect(alpha({ family: 'vp-linear', betaMin: 0.1, betaMax: 20 })).toBeCloseTo(0.0066, 4)
    expect(alpha({ family: 'vp-constant', betaMin: 0.1, betaMax: 10 })).toBeCloseTo(0.08, 3)
    expect(alpha({ family: 'vp-polynomial', betaMin: 0.1, betaMax: 20, rho: 5 })).toBeCloseTo(0.078, 3)
    expect(alpha({ family: 'vp-exponential', betaMin: 0.1, betaMax: 30 })).toBeCloseTo(0.073, 3)
  })

  it('keeps full precision at small times, where 1 - e^{-I} would cancel', () => {
    const t = 1e-9
    const integral = 0.1 * t + 9.95 * t * t
    expect(processAt('vp-linear', { betaMin: 0.1, betaMax: 20 }, t).sigma / Math.sqrt(integral)).toBeCloseTo(1, 9)
    expect(processAt('sub-vp', { betaMin: 0.1, betaMax: 20 }, t).sigma / integral).toBeCloseTo(1, 9)
  })

  it('VP has f = +beta/2 and g = sqrt(beta)', () => {
    const { f, g } = processAt('vp-linear', { betaMin: 0.1, betaMax: 20 }, 0.5)
    expect(f).toBeCloseTo(10.05 / 2, 12)
    expect(g).toBeCloseTo(Math.sqrt(10.05), 12)
  })

  it('polynomial clocks with rho = 1 are linear, rho = 2 of VE agrees with its own formula', () => {
    const linear = processOf({ family: 'vp-linear', betaMin: 0.1, betaMax: 20 })
    const polynomial = processOf({ family: 'vp-polynomial', betaMin: 0.1, betaMax: 20, rho: 1 })
    for (const t of [1e-6, 0.1, 0.7, 1]) expect(polynomial.integralF(t) / linear.integralF(t)).toBeCloseTo(1, 13)
    const flow = processOf({ family: 'rectified-flow' })
    const interpolant = processOf({ family: 'interpolant-linear', variance: 1 })
    for (const t of [0.1, 0.7]) expect(flow.gSquared(t)).toBe(interpolant.gSquared(t))
  })

  it('says what holds at t = 0', () => {
    for (const [, process] of each) {
      expect(process.alpha(0)).toBe(1)
      if (process.kind === 've' && process.family !== 'edm') expect(process.sigma(0)).toBe(0.01)
      else expect([process.sigma(0), logSnr(process, 0)]).toEqual([0, Infinity])
    }
  })
})

describe('matching', () => {
  it('scales beta to the asked integral, for every family in beta', () => {
    for (const spec of SPECS) {
      if (!('betaMin' in spec)) expect(() => matchIntegral(spec, 10)).toThrow(Refusal)
      else {
        const matched = processOf(matchIntegral(spec, 10.05))
        expect(quadrature((t) => beta(matched, t), 0, 1)).toBeCloseTo(10.05, 9)
        const factor = 10.05 / integralBeta(processOf(spec), 1)
        expect(beta(matched, 0.3) / beta(processOf(spec), 0.3)).toBeCloseTo(factor, 10)
      }
    }
  })

  it('moves both log-SNR ends to where they are asked, or refuses', () => {
    for (const spec of SPECS) {
      if (spec.family === 'vp-constant' || spec.family === 'vp-cosine' || /interpolant|rectified|edm/.test(spec.family))
        continue
      const ends = spec.family.startsWith('ve')
        ? { logSnrMax: 9, logSnrMin: -7 }
        : { logSnrMax: spec.family === 'sub-vp' ? 14 : 8, logSnrMin: -8 }
      const matched = processOf(matchLogSnrEnds(spec, ends))
      expect(logSnr(matched, 1)).toBeCloseTo(ends.logSnrMin, 6)
      expect(logSnr(matched, spec.family.startsWith('ve') ? 0 : 1e-3)).toBeCloseTo(ends.logSnrMax, 6)
    }
    expect(() =>
      matchLogSnrEnds({ family: 'vp-constant', betaMin: 1, betaMax: 1 }, { logSnrMax: 9, logSnrMin: -7 }),
    ).toThrow(Refusal)
    expect(() => matchLogSnrEnds(SPECS[0], { logSnrMax: 1, logSnrMin: -7 })).toThrow(/beta/)
  })
})

describe('refusals', () => {
  it('name the field as users write it', () => {
    const make = (family: string, params: object) => refusedField(() => processOf({ family, ...params } as ProcessSpec))
    expect(make('vp-linear', { betaMax: 20 })).toBe('beta_min')
    expect(make('vp-linear', { betaMin: 0.1, betaMax: Number.NaN })).toBe('beta_max')
    expect(make('vp-linear', { betaMin: 3, betaMax: 2 })).toBe('beta_max')
    expect(make('vp-linear', { betaMin: 0.1, betaMax: 20, rho: 2 })).toBe('rho')
    expect(make('vp-polynomial', { betaMin: 0.1, betaMax: 20 })).toBe('rho')
    expect(make('ve-polynomial', { sigmaMin: 0.01, sigmaMax: 50 })).toBe('rho')
    expect(make('ve-exponential', { sigmaMin: 0, sigmaMax: 50 })).toBe('sigma_min')
    expect(make('ve-constant', { sigmaMin: 1, sigmaMax: 1 })).toBe('sigma_max')
    expect(make('interpolant-trig', { variance: 'd' })).toBe('d')
    expect(make('interpolant-trig', { variance: 'e' })).toBe('variance')
    expect(make('toString', {})).toBe('family')
    expect(refusedField(() => processAt('vp-linear', { betaMin: 0.1, betaMax: 20 }, 0))).toBe('t')
    expect(refusedField(() => processAt('rectified-flow', {}, 1))).toBe('t')
    expect(refusedField(() => processAt('rectified-flow', {}, 1.5))).toBe('t')
  })

  it('10,000 random parameter sets each give a finite point or a refusal with its field', () => {
    let state = 7
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647
    const wild = [0, -1, 1, 1e-300, 1e300, 1e-8, 1e8, Number.NaN, Infinity, undefined, 'd', null]
    let [answered, refused] = [0, 0]
    for (let i = 0; i < 10_000; i++) {
      const family = PROCESS_NAMES[Math.floor(random() * PROCESS_NAMES.length)]
      const pick = () => (random() < 0.2 ? wild[Math.floor(random() * wild.length)] : 10 ** (random() * 8 - 4))
      const params = Object.fromEntries(parametersOf(family).map((key) => [key, pick()]))
      const t = random() < 0.2 ? (wild[Math.floor(random() * 9)] as number) : random()
      try {
        const point = processAt(family, params as never, t)
        if (!Object.values(point).every(Number.isFinite)) expect.unreachable(JSON.stringify([family, params, t, point]))
        answered++
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        expect(error.field).toMatch(/^[a-z_]+$/)
        refused++
      }
    }
    expect(Math.min(answered, refused)).toBeGreaterThan(2000)
  })

  it('makeProcess takes the parameters of its family', () => {
    expect(makeProcess('edm', { sigmaMax: 80 }).end).toBe(80)
  })
})
