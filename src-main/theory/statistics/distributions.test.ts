import { describe, expect, it } from 'vitest'
import { betaQuantile, incompleteBeta } from './beta.ts'
import { chiSquaredCdf, chiSquaredQuantile, chiSquaredSf } from './chi-squared.ts'
import { incompleteGamma, logGamma } from './gamma.ts'
import { erf, erfc, normalCdf, normalQuantile } from './normal.ts'
import { brentRoot } from './root.ts'
import { studentTCdf, studentTQuantile } from './student-t.ts'

/** Known values were computed with mpmath at 40 digits. */
const near = (actual: number, expected: number, tolerance = 1e-12) =>
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.abs(expected),
  )

describe('distribution functions', () => {
  it('give ln Gamma', () => {
    const known = [
      [0.1, 2.252712651734206],
      [0.5, 0.5723649429247001],
      [1.5, -0.12078223763524522],
      [3, Math.LN2],
      [10.25, 13.368023671476045],
      [100, 359.1342053695754],
      [1e5, 1051287.708973657],
    ]
    for (const [x, value] of known) near(logGamma(x), value, 1e-13)
  })

  it('give both incomplete gamma functions, the smaller with all its digits', () => {
    const known = [
      [0.5, 0.1, 0.345279153981423, 0.654720846018577],
      [0.5, 30, 0.9999999999999905, 9.48573757107385e-15],
      [4.5, 2, 0.08858747316832083, 0.9114125268316792],
      [4.5, 40, 0.9999999999998384, 1.6161314156534603e-13],
      [100, 80, 0.017108313035133115, 0.982891686964867],
      [100, 130, 0.9972495916326936, 0.002750408367306526],
      [50000, 50300, 0.909951564208831, 0.09004843579116886],
    ]
    for (const [a, x, lower, upper] of known) {
      near(incompleteGamma(a, x).lower, lower)
      near(incompleteGamma(a, x).upper, upper)
    }
  })

  it('give the incomplete beta function up to counts of 50,000', () => {
    const known = [
      [0.5, 0.5, 0.3, 0.3690101195655454],
      [2, 3, 0.4, 0.5248],
      [1, 400, 0.001, 0.3298140939932596],
      [40, 361, 0.06, 0.0012247543380929848],
      [40, 361, 0.2, 0.9999999784685462],
      [5, 49996, 0.0004, 0.9999830991830664],
      [25100, 24901, 0.5, 0.18674509281971266],
    ]
    for (const [a, b, x, value] of known) near(incompleteBeta(a, b, x).lower, value)
    for (const [a, b, x] of known) near(betaQuantile(incompleteBeta(a, b, x).lower, a, b), x, 1e-8)
  })

  it('give the normal law from -37 to 8 and its quantiles', () => {
    const known = [
      [-37, 5.725571222524577e-300],
      [-8, 6.220960574271784e-16],
      [-3, 0.0013498980316300946],
      [-1, 0.15865525393145705],
      [-0.1, 0.460172162722971],
      [0.5, 0.6914624612740131],
      [2, 0.9772498680518208],
      [6, 0.9999999990134123],
    ]
    for (const [x, p] of known) near(normalCdf(x), p)
    const quantiles = [
      [0.9975, 2.807033768343804],
      [0.975, 1.959963984540054],
      [0.6, 0.2533471031357998],
      [0.3, -0.524400512708041],
      [0.001, -3.0902323061678136],
      [1e-10, -6.361340902404056],
      [1e-300, -37.0470962993612],
    ]
    for (const [p, x] of quantiles) near(normalQuantile(p), x)
    expect(normalQuantile(0.5)).toBe(0)
    near(erf(0.3) + erfc(0.3), 1)
    near(erf(-0.3), -erf(0.3))
  })

  it('give the chi-squared law and its quantiles', () => {
    for (const [p, df, x] of [
      [0.95, 9, 16.91897760462045],
      [0.05, 1, 0.003932140000019522],
      [0.999, 3, 16.26623619623813],
      [0.5, 200, 199.33372983863097],
    ]) {
      near(chiSquaredQuantile(p, df), x)
      near(chiSquaredCdf(x, df), p)
      near(chiSquaredSf(x, df), 1 - p, 1e-11)
    }
  })

  it("give Student's law and its quantiles", () => {
    for (const [t, df, p] of [
      [-2, 4, 0.05805826175840779],
      [0.1, 1, 0.5317255174305535],
      [3, 10, 0.9933281724887152],
      [-30, 5, 3.859324310248026e-7],
      [1.5, 300, 0.9326669834253691],
    ])
      near(studentTCdf(t, df), p)
    for (const [p, df, t] of [
      [0.975, 4, 2.7764451051977943],
      [0.025, 2, -4.302652729749464],
      [0.4, 7, -0.26316686135202283],
      [0.9995, 30, 3.645958635042022],
    ])
      near(studentTQuantile(p, df), t)
    expect(studentTQuantile(0.5, 3)).toBeCloseTo(0, 15)
  })

  it('find roots to the last digits, small ones included', () => {
    near(
      brentRoot((x) => x * x - 2, 0, 2),
      Math.SQRT2,
      1e-15,
    )
    near(
      brentRoot((x) => Math.log(x) + 200, 1e-300, 1),
      Math.exp(-200),
      1e-13,
    )
    expect(() => brentRoot((x) => x * x + 1, -1, 1)).toThrow('change of sign')
  })
})
