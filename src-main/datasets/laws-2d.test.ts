import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { besselRatio, logBesselI0 } from './bessel.ts'
import { lawDataset, namedLaw2d } from './law-dataset.ts'
import { LAWS_2D, samplePoints, type Law2d } from './laws-2d.ts'

const LAWS: [string, Law2d][] = [
  ['mixture', LAWS_2D.mixture({ weights: [1, 3], means: [[-1, 0], [1.5, 2]], std: 0.7 })], // prettier-ignore
  ['rings', LAWS_2D.rings({ radii: [1, 2.5], std: 0.3 })],
  ['banana', LAWS_2D.banana({ bend: 0.5 })],
]
const POINTS = [[0.3, -0.2], [1.4, 1.9], [-2, 0.5], [0.01, 0.02], [3, -3]] as const // prettier-ignore

describe.each(LAWS)('%s', (_, law) => {
  it('has the gradient of its log density as its score', () => {
    const h = 1e-5
    for (const [x, y] of POINTS) {
      const [sx, sy] = law.score([x, y])
      expect(sx).toBeCloseTo((law.logDensity([x + h, y]) - law.logDensity([x - h, y])) / (2 * h), 5)
      expect(sy).toBeCloseTo((law.logDensity([x, y + h]) - law.logDensity([x, y - h])) / (2 * h), 5)
    }
  })

  it('has a density that integrates to 1', () => {
    const h = 0.05
    let mass = 0
    for (let x = -7; x <= 7; x += h) for (let y = -20; y <= 9; y += h) mass += Math.exp(law.logDensity([x, y])) * h * h
    expect(mass).toBeCloseTo(1, 6)
  })

  // By the divergence theorem E[score] = 0 and E[x . score] = -2 under the law itself; both tie samples and score together.
  it('draws points under which its score has mean 0, and mean product -2 with the point', () => {
    const n = 40_000
    const points = samplePoints(law, 1, n)
    const sums = { sx: 0, sy: 0, product: 0, sx2: 0, sy2: 0, product2: 0 }
    for (let i = 0; i < n; i++) {
      const [x, y] = [points[2 * i], points[2 * i + 1]]
      const [sx, sy] = law.score([x, y])
      const product = x * sx + y * sy + 2
      sums.sx += sx
      sums.sy += sy
      sums.product += product
      sums.sx2 += sx ** 2
      sums.sy2 += sy ** 2
      sums.product2 += product ** 2
    }
    expect(Math.abs(sums.sx)).toBeLessThan(4 * Math.sqrt(sums.sx2))
    expect(Math.abs(sums.sy)).toBeLessThan(4 * Math.sqrt(sums.sy2))
    expect(Math.abs(sums.product)).toBeLessThan(4 * Math.sqrt(sums.product2))
  })

  it('draws the same point under the same seed and index, however many are drawn', () => {
    expect(samplePoints(law, 7, 10)).toEqual(samplePoints(law, 7, 50).subarray(0, 20))
    expect(samplePoints(law, 8, 10)).not.toEqual(samplePoints(law, 7, 10))
  })
})

describe('what is known of each law', () => {
  const n = 40_000
  const mean = (of: (x: number, y: number) => number, points: Float64Array) => {
    let sum = 0
    for (let i = 0; i < n; i++) sum += of(points[2 * i], points[2 * i + 1])
    return sum / n
  }

  it('the mixture has its modes in the proportion of their weights', () => {
    const share = mean((x, y) => Number(x + y > 10), samplePoints(namedLaw2d('mixture'), 3, n))
    expect(Math.abs(share - 0.7)).toBeLessThan(4 * Math.sqrt((0.7 * 0.3) / n))
  })

  it('the rings have E|x|^2 = mean of R^2 + 2 std^2', () => {
    // One ring: Var |x|^2 = 4 s^2 (R^2 + s^2).
    const points = samplePoints(LAWS_2D.rings({ radii: [2], std: 0.3 }), 3, n)
    const deviation = Math.sqrt((4 * 0.09 * 4.09) / n)
    expect(Math.abs(mean((x, y) => x * x + y * y, points) - 4.18)).toBeLessThan(4 * deviation)
  })

  it('the banana bends down by `bend`: E x2 = 0 and Cov(x1^2, x2) = -2 bend', () => {
    const points = samplePoints(LAWS_2D.banana({ bend: 0.5 }), 3, n)
    expect(Math.abs(mean((_, y) => y, points))).toBeLessThan(4 * Math.sqrt(1.5 / n))
    expect(mean((x, y) => x * x * y, points)).toBeCloseTo(-1, 0)
  })

  it('the banana keeps the chain-rule term that the report’s code drops', () => {
    expect(LAWS_2D.banana({ bend: 0.5 }).score([2, 1])).toEqual([-2 - 2 * 0.5 * 2 * 2.5, -2.5])
  })

  it('the score of the rings is 0 in the middle and finite far away', () => {
    const { score } = LAWS_2D.rings({ radii: [1, 2.5], std: 0.01 })
    expect(score([0, 0])).toEqual([0, 0])
    expect(score([1000, 0])[0]).toBeCloseTo((2.5 - 1000) / 1e-4, -2)
  })
})

/** e^-x I_n(x) = (1/pi) int_0^pi e^{x (cos a - 1)} cos(n a) da (Abramowitz & Stegun 9.6.19), by the trapezoid rule, exact here. */
const integral = (n: number, x: number) => {
  const points = Array.from({ length: 1000 }, (_, k) => (2 * Math.PI * k) / 1000)
  return points.reduce((sum, a) => sum + Math.exp(x * (Math.cos(a) - 1)) * Math.cos(n * a), 0) / 1000
}

describe('Bessel functions', () => {
  it.each([0.01, 1, 5, 10, 39.9, 40.1, 100, 1000])('at %d agree with their integrals', (x) => {
    expect(logBesselI0(x) - x).toBeCloseTo(Math.log(integral(0, x)), 12)
    expect(besselRatio(x)).toBeCloseTo(integral(1, x) / integral(0, x), 13)
  })

  it('are 1 and 0 at 0, and the two series meet', () => {
    expect([logBesselI0(0), besselRatio(0)]).toEqual([0, 0])
    const [below, above] = [40 - 1e-9, 40 + 1e-9]
    expect(logBesselI0(above) - logBesselI0(below)).toBeCloseTo(2e-9 * besselRatio(40), 13)
    expect(besselRatio(above)).toBeCloseTo(besselRatio(below), 11)
    expect(besselRatio(1e8)).toBeCloseTo(1 - 0.5e-8, 12)
  })
})

it('a law is a dataset of points, and refuses to have none', () => {
  expect(lawDataset('rings', 5, 0)).toMatchObject({
    count: 5,
    height: 1,
    width: 2,
    channels: 1,
    floatRange: null,
    labels: null,
  })
  expect(() => lawDataset('rings', 0, 0)).toThrow(Refusal)
  expect(() => lawDataset('rings', 1.5, 0)).toThrow(/n must be a whole number of points from 1 to 10000000, got 1\.5/)
})
