import { describe, expect, it } from 'vitest'
import { logSnr, timeOfLogSnr } from '../process/process.ts'
import { processOf, type ProcessSpec } from '../process/processes.ts'
import { spectrum, vp } from './families.testing.ts'
import { gaussianErrors, prepare } from './gaussian-errors.ts'
import { restart } from './schemes/restart.ts'
import { SCHEME_NAMES, SCHEMES, type SchemeName } from './schemes/schemes.ts'
import { walkLaw } from './walk-law.ts'

const ratio = (scheme: SchemeName) => {
  const [coarse, fine] = [500, 1000].map(
    (points) => gaussianErrors({ spectrum, process: vp, scheme, points, eps: 0, start: 'exact' }).w2,
  )
  return coarse / fine
}

/** Those that step in sigma/alpha or its logarithm. */
const IN_LEVELS: readonly SchemeName[] = [
  'dpmpp2m',
  'edm',
  'ddim',
  'ipndm',
  'deis',
  'dpmpp3m',
  'dpmpp2m-sde',
  'unipc',
  'sa-solver',
  'er-sde',
]

// exact start, eps = 1e-2, error against p_eps, each scheme on its natural grid
const natural = (scheme: SchemeName, spec: ProcessSpec, points: number) => {
  const process = processOf(spec)
  const [from, to] = [process.end, 0.01 * process.end]
  const t = (share: number) => from + (to - from) * share
  if (!IN_LEVELS.includes(scheme)) return Array.from({ length: points }, (_, k) => t(k / (points - 1)))
  const ends = [logSnr(process, from), logSnr(process, to)]
  const inside = Array.from({ length: points }, (_, k) =>
    timeOfLogSnr(process, ends[0] + ((ends[1] - ends[0]) * k) / (points - 1)),
  )
  return [from, ...inside.slice(1, -1), to]
}

describe('measured orders', () => {
  const specs = [
    vp,
    { family: 've-polynomial', sigmaMin: 0.01, sigmaMax: 5, rho: 2 },
    { family: 'sub-vp', betaMin: 0.1, betaMax: 20 },
  ] as ProcessSpec[]
  const rows = SCHEME_NAMES.flatMap((scheme) =>
    SCHEMES[scheme].order === null || scheme === 'deis'
      ? []
      : specs.map((spec) => [scheme, spec.family, spec] as const),
  )
  it.each(rows)('%s on %s has its declared order to 0.1', (scheme, _, spec) => {
    const error = (points: number) =>
      gaussianErrors({ spectrum, process: spec, scheme, times: natural(scheme, spec, points), start: 'exact' })
        .discretisation
    const steps = [400, 800, 1600]
    const errors = steps.map((n) => error(n + 1))
    expect(Math.abs(Math.log2(errors[1] / errors[2]) - SCHEMES[scheme].order!)).toBeLessThan(0.1)
  })

  it('DEIS falls faster than with the square of its steps while the first, of order 1, is too small to see; it is of order 2 in the end', () => {
    const error = (steps: number) => {
      const times = Array.from({ length: steps + 1 }, (_, i) => 10 * 0.01 ** (i / steps))
      const process: ProcessSpec = { family: 'edm', sigmaMax: 10 }
      return gaussianErrors({ spectrum: [1], process, scheme: 'deis', times, start: 'exact' }).discretisation
    }
    expect(Math.log2(error(80) / error(160))).toBeGreaterThan(2.5)
    expect(Math.abs(Math.log2(error(20_000) / error(40_000)) - 2)).toBeLessThan(0.1)
  })

  it('Restart is of order 2 where the levels of its interval grow with the others', () => {
    const error = (steps: number) => {
      const times = Float64Array.from({ length: steps + 1 }, (_, i) => 10 * 0.01 ** (i / steps))
      const walk = restart({ restarts: 2, restartLevels: steps + 1, restartMin: 0.3, restartMax: 2 })
      const {
        process,
        times: _,
        ...rest
      } = prepare({
        spectrum: [1],
        process: { family: 'edm', sigmaMax: 10 },
        scheme: 'edm',
        times,
        start: 'exact',
      })
      const { scale, shift } = walkLaw(walk({ ...rest, process, times, steps }), 1)
      return Math.abs(Math.sqrt(scale[0] * 101 + shift[0]) - Math.sqrt(1.01))
    }
    expect(Math.abs(Math.log2(error(100) / error(200)) - 2)).toBeLessThan(0.1)
  })

  it('at eps = 0, N = 500 -> 1000 the errors fall by 2.12 (EM), 1.99 (Euler), 4.03 (Heun)', () => {
    expect([ratio('em'), ratio('euler'), ratio('heun')].map((value) => value.toFixed(2))).toEqual([
      '2.12',
      '1.99',
      '4.03',
    ])
  })
})
