import { describe, expect, it } from 'vitest'
import { gaussianErrors } from '../errors/gaussian-errors.ts'
import { processOf, type ProcessSpec } from '../process/processes.ts'
import { jackknife, rootInterval } from './jackknife.ts'
import { ledgerAlong, ledgerOf, ledgerPerEigenvalue, priorLaw } from './ledger.ts'
import { deviatingDenoiser, exactDenoiser, type Deviation } from './linear-denoiser.ts'
import { LEDGER_SCHEMES, linearWalk } from './linear-walk.ts'

const spectrum = Float64Array.of(1, 0.1, 0.001, 0)
const mu = new Float64Array(4)
const SPECS: ProcessSpec[] = [
  { family: 'vp-linear', betaMin: 0.1, betaMax: 20 },
  { family: 've-exponential', sigmaMin: 0.01, sigmaMax: 50 },
]
const timesOf = (points: number) => Float64Array.from({ length: points }, (_, k) => 1 - (k * (1 - 1e-3)) / (points - 1))
const times = timesOf(41)

describe.each(SPECS)('$family', (process) => {
  const made = processOf(process)
  /** Of a score that is (1 + misfit) times the exact one: 1 - gain is that many times larger. */
  const misfitting = (misfit: number, count: number): Deviation[] =>
    Array.from({ length: count }, (_, i) => {
      const [most, least] = [made.noiseToSignal(1), made.noiseToSignal(1e-3)]
      const sigma = most * (least / most) ** (i / (count - 1))
      const gain = spectrum.map((l) => (-misfit * sigma ** 2) / (l + sigma ** 2))
      return { sigma, gain, offset: new Float64Array(4) }
    })

  it.each(LEDGER_SCHEMES)('%s: every part is that of the oracle, and 0 of the score where it is exact', (scheme) => {
    const asked = { spectrum, process, scheme, times } as const
    const exact = misfitting(0, 2)
    const found = ledgerOf({ spectrum, mu }, { process: made, scheme, times }, { all: exact, without: [exact, exact] })
    const known = gaussianErrors(asked)
    expect(found.w2.value).toBeCloseTo(known.w2, 9)
    expect(found.exact).toBeCloseTo(known.w2, 9)
    expect(found.initialisation).toBeCloseTo(known.initialisation, 9)
    expect(found.discretisation).toBeCloseTo(known.discretisation, 9)
    expect(found.truncation).toBeCloseTo(known.truncation, 9)
    expect(found.score).toEqual({ value: 0, low: 0, high: 0 })
  })

  it.each(LEDGER_SCHEMES)('%s: a score that is 3 %% too large costs what the oracle says', (scheme) => {
    const levels = misfitting(0.03, 600)
    const found = ledgerOf(
      { spectrum, mu },
      { process: made, scheme, times },
      { all: levels, without: [levels, levels] },
    )
    const known = gaussianErrors({ spectrum, process, scheme, times, misfit: 0.03 })
    expect(found.w2.value / known.w2).toBeCloseTo(1, 4)
    expect(found.score.value / known.score!).toBeCloseTo(1, 4)
  })

  it.each(['em', 'heun'] as const)(
    '%s carries the mean of data that are not centred as its own step does',
    (scheme) => {
      const [l, m, b] = [0.3, 0.7, 0.02]
      const denoised = (x: number, t: number) => {
        const s = made.noiseToSignal(t)
        return m + (l / (l + s * s)) * (x / made.alpha(t) - m) + b
      }
      const score = (x: number, t: number) => (made.alpha(t) * denoised(x, t) - x) / made.sigmaSquared(t)
      const ode = (x: number, t: number) => -made.f(t) * x - (made.gSquared(t) / 2) * score(x, t)
      let x = 0
      for (let k = 0; k + 1 < times.length; k++) {
        const [t, next] = [times[k], times[k + 1]]
        const h = t - next
        if (scheme === 'em') x += h * (made.f(t) * x + made.gSquared(t) * score(x, t))
        else {
          const first = ode(x, t)
          x -= (h / 2) * (first + ode(x - h * first, next))
        }
      }
      const data = { spectrum: Float64Array.of(l), mu: Float64Array.of(m) }
      const level = { sigma: 1, gain: Float64Array.of(0), offset: Float64Array.of(b) }
      const denoiser = deviatingDenoiser(data.spectrum, [level])
      const law = linearWalk({ process: made, scheme, times, denoiser, mu: data.mu, start: priorLaw(data, made, 1) })
      expect(law.mean[0] + made.alpha(1e-3) * m).toBeCloseTo(x, 9)
      const { w2 } = ledgerOf(data, { process: made, scheme, times }, { all: [level], without: [[level], [level]] })
      expect(w2.value).toBeCloseTo(Math.hypot(Math.sqrt(law.variance[0]) - Math.sqrt(l), x - m), 9)
    },
  )
})

it('the curve along t ends, and the directions add up, in the same distance', () => {
  const process = processOf(SPECS[0])
  const data = { spectrum, mu: Float64Array.of(0.2, 0, 0, 0.1) }
  const walk = { process, scheme: 'em', times } as const
  const exact = exactDenoiser(spectrum)
  const levels = [{ sigma: 1, gain: new Float64Array(4), offset: new Float64Array(4) }]
  const { w2 } = ledgerOf(data, walk, { all: levels, without: [levels, levels] })
  expect(Math.hypot(...ledgerPerEigenvalue(data, walk, exact))).toBeCloseTo(w2.value, 12)
  const along = ledgerAlong({ spectrum, mu }, walk, exact)
  expect(along).toHaveLength(times.length)
  const known = gaussianErrors({ spectrum, process, scheme: 'em', times })
  const atEnd = Math.hypot(
    ...known.variances.map(
      (v, j) => Math.sqrt(v) - Math.sqrt(process.alphaSquared(1e-3) * spectrum[j] + process.sigmaSquared(1e-3)),
    ),
  )
  expect(along.at(-1)!.w2).toBeCloseTo(atEnd, 12)
})

it('deviations are linear in ln sigma between levels and held beyond them', () => {
  const level = (sigma: number, gain: number) => ({
    sigma,
    gain: Float64Array.of(gain),
    offset: Float64Array.of(-gain),
  })
  const denoiser = deviatingDenoiser(Float64Array.of(0), [level(100, 0.4), level(1, 0.2)])
  const at = (sigma: number) => {
    const [gain, offset] = [new Float64Array(1), new Float64Array(1)]
    denoiser.fill(sigma, gain, offset)
    return [gain[0], offset[0]]
  }
  for (const [sigma, wanted] of [
    [1000, 0.4],
    [100, 0.4],
    [10, 0.3],
    [1, 0.2],
    [0.1, 0.2],
  ]) {
    expect(at(sigma)[0]).toBeCloseTo(wanted, 12)
    expect(at(sigma)[1]).toBeCloseTo(-wanted, 12)
  }
})

it('the jackknife of a mean is Student’s interval, and takes the bias off its square', () => {
  const values = [1, 2, 4, 7, 11]
  const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length
  const without = values.map((_, i) => mean(values.filter((_, k) => k !== i)))
  const found = jackknife(mean(values), without)
  const error = Math.sqrt(values.reduce((sum, v) => sum + (v - 5) ** 2, 0) / 20)
  expect(found.value).toBeCloseTo(5, 12)
  expect(found.high - 5).toBeCloseTo(2.7764451051977987 * error, 9)
  // E mean^2 = mu^2 + variance/n: the jackknife of the square is mean^2 - s^2/n
  const square = jackknife(
    25,
    without.map((v) => v * v),
  )
  expect(square.value).toBeCloseTo(25 - error ** 2, 12)
  expect(rootInterval(0.01, [0.02, 0.03]).low).toBe(0)
})
