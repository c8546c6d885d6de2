import { describe, expect, it } from 'vitest'
import { NOISE_LAW_ROWS } from '#axes/noise-laws/noise-laws.ts'
import { toCamel } from '#contract/casing.ts'
import { noiseSpec } from '#contract/network.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { levelLaw } from './noise-laws.ts'

const read = (given: object) => levelLaw(toCamel(parse(noiseSpec, given, 'Noise')))
const vp = { family: 'vp-linear', beta_min: 0.1, beta_max: 20 }
const CASES: object[] = [
  { name: 'log-normal' },
  { name: 'log-uniform', sigma_min: 0.01, sigma_max: 50 },
  { name: 'logit-normal', mean: 0.5, std: 0.8, shift: 3 },
  { name: 'laplace', mu: 1 },
  { name: 'cauchy', mu: -1, gamma: 2 },
  { name: 'cosh' },
  { name: 'infonoise', sigma_min: 0.01, sigma_max: 5 },
  { name: 'process', process: vp },
  { name: 'process', process: { ...vp, family: 'sub-vp' }, eps: 1e-3 },
  { name: 'process', process: { family: 've-polynomial', sigma_min: 0.01, sigma_max: 50, rho: 7 }, eps: 0 },
  { name: 'process', process: { family: 'rectified-flow' } },
]
const normal = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)

describe('laws of the levels that are trained at', () => {
  it.each(CASES)('%j: the density in ln sigma is that of the draw', (given) => {
    const { from, sigma, density } = read(given)
    const [points, densityOfDraw] =
      from === 'normal' ? [[-2, -0.7, 0.1, 1.5], normal] : [[0.05, 0.31, 0.5, 0.77, 0.98], () => 1]
    for (const at of points) {
      const h = 1e-6
      const rate = Math.abs(Math.log(sigma(at + h)) - Math.log(sigma(at - h))) / (2 * h)
      expect((density!(Math.log(sigma(at))) * rate) / densityOfDraw(at)).toBeCloseTo(1, 5)
    }
  })

  it.each(CASES)('%j: the density integrates to 1, nearly all of it within the span', (given) => {
    const { density, span } = read(given)
    const over = (low: number, high: number, cells = 40_000) => {
      const width = (high - low) / cells
      let sum = 0
      for (let i = 0; i < cells; i++) sum += density!(low + (i + 0.5) * width) * width
      return sum
    }
    expect(over(-16, 16)).toBeCloseTo(1, 3)
    expect(over(Math.log(span[0]), Math.log(span[1]))).toBeGreaterThan(0.97)
  })

  it('uniform times of the cosine process have the cosine law, those of a flow logit t', () => {
    const cosine = read({ name: 'process', process: { family: 'vp-cosine', s: 1e-9 }, eps: 1e-9, t_max: 0.999 })
    const cosh = read({ name: 'cosh' })
    for (const x of [-3, -1, 0, 0.5, 2]) expect(cosine.density!(x) / cosh.density!(x)).toBeCloseTo(1 / 0.999, 3)
    // t = 1/4 of a flow is sigma 1/3; logit 1/4 = ln 1/3
    expect(read({ name: 'logit-normal' }).sigma(Math.log(1 / 3))).toBeCloseTo(1 / 3, 12)
    expect(read({ name: 'logit-normal', shift: 3.25 }).sigma(Math.log(0.889 / 0.111))).toBeCloseTo(0.963 / 0.037, 1)
    expect(read({ name: 'process', process: { family: 'rectified-flow' }, eps: 0.5 }).sigma(0)).toBeCloseTo(1, 12)
  })

  it('has a level for each end of the draw, and a density for each row but the list', () => {
    for (const { name } of NOISE_LAW_ROWS.filter(({ name }) => name !== 'sequence'))
      expect(CASES.some((given) => (given as { name: string }).name === name)).toBe(true)
    for (const given of [{ name: 'laplace' }, { name: 'cauchy' }, { name: 'cosh' }]) {
      const { sigma } = read(given)
      for (const share of [0, 2 ** -33, 1 - 2 ** -33]) expect(Number.isFinite(Math.log(sigma(share)))).toBe(true)
    }
  })

  it.each<[object, string]>([
    [{ name: 'process', process: { family: 'vp-polynomial', beta_min: 0.1, beta_max: 20 } }, 'process.rho'],
    [{ name: 'process', process: { family: 've-exponential', sigma_max: 50 } }, 'process.sigma_min'],
    [{ name: 'process', process: { family: 'interpolant-linear', variance: 'd' } }, 'd'],
    [{ name: 'process', process: vp, eps: 0 }, 'objective.noise.eps'],
    [{ name: 'process', process: { family: 'rectified-flow' }, t_max: 1 }, 'objective.noise.t_max'],
    [{ name: 'process', process: vp, eps: 0.5, t_max: 0.4 }, 'objective.noise.eps'],
  ])('refuses %j by field', (given, field) => {
    let refused: unknown
    try {
      read(given)
    } catch (error) {
      refused = error
    }
    expect(refused).toBeInstanceOf(Refusal)
    expect((refused as Refusal).field).toBe(field)
  })
})
