import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { SEQUENCES, sigmaSequence, type ScheduleSpec } from './sequences.ts'

const fieldOf = (spec: unknown) => {
  try {
    sigmaSequence(spec as ScheduleSpec)
  } catch (error) {
    if (error instanceof Refusal) return error.field
    throw error
  }
  return 'accepted'
}

const expectClose = (actual: Float64Array, expected: number[]) => {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((value, i) => expect(Math.abs(actual[i] / value - 1)).toBeLessThan(1e-12))
}

describe('sigma sequences', () => {
  // Computed with numpy from the definitions: np.exp(np.linspace(log s1, log sL, L)), k-diffusion's ramps, and so on.
  it('equal the definitions evaluated with numpy', () => {
    const range = { levels: 5, sigmaMax: 1, sigmaMin: 0.01 }
    expectClose(
      sigmaSequence({ family: 'geometric', ...range }),
      [1, 0.31622776601683794, 0.1, 0.0316227766016838, 0.01],
    )
    expectClose(sigmaSequence({ family: 'linear', ...range }), [1, 0.7525, 0.505, 0.2575, 0.01])
    expectClose(
      sigmaSequence({ family: 'cosine', ...range }),
      [1, 0.9248333688231613, 0.7106335201775948, 0.38960181610585254, 0.01],
    )
    expectClose(
      sigmaSequence({ family: 'sigmoid', ...range }),
      [1, 0.8960563504505286, 0.505, 0.11394364954947167, 0.01],
    )
    const edm = { sigmaMax: 80, sigmaMin: 0.002 }
    expectClose(
      sigmaSequence({ family: 'karras', levels: 18, ...edm }),
      [
        80.0, 57.58598472124816, 40.78557379650796, 28.374584604156844, 19.352452980325225, 12.91008238075732,
        8.400935309099816, 5.315194521796382, 3.256821519765537, 1.9233398370400518, 1.088170636545279,
        0.5853481231945422, 0.29644228447915727, 0.13951646873101678, 0.05994731123547159, 0.022934518372333384,
        0.007528019962784078, 0.002,
      ],
    )
    expectClose(
      sigmaSequence({ family: 'polyexponential', rho: 2, levels: 5, ...edm }),
      [80, 0.7756909789947428, 0.028284271247461905, 0.0038784548949737153, 0.002],
    )
    expectClose(
      sigmaSequence({ family: 'vp-linear', levels: 5, betaMin: 0.1, betaMax: 20 }),
      [152.1669702839464, 17.04912255896805, 3.422244762572157, 0.9575264822375216, 0.010485992786706403],
    )
  })

  it('keep the cosine process exact at both ends, where 1 - alpha-bar and alpha-bar cancel (mpmath, 40 digits)', () => {
    expectClose(
      sigmaSequence({ family: 'vp-cosine', levels: 5 }),
      [641.6623451182564, 2.4300447613832605, 1.0123895639480043, 0.42591548460725637, 0.006425412771127171],
    )
  })

  it('take exponential as geometric and polyexponential with rho 1 as both', () => {
    const range = { levels: 33, sigmaMax: 50, sigmaMin: 0.01 }
    const geometric = sigmaSequence({ family: 'geometric', ...range })
    expect(sigmaSequence({ family: 'exponential', ...range })).toEqual(geometric)
    expectClose(sigmaSequence({ family: 'polyexponential', ...range }), [...geometric])
  })

  it('have exactly `levels` values that fall strictly, with both ends bit for bit', () => {
    for (const family of [
      'geometric',
      'exponential',
      'linear',
      'cosine',
      'sigmoid',
      'karras',
      'polyexponential',
    ] as const)
      for (const levels of [2, 3, 10, 232, 5000]) {
        const sigmas = sigmaSequence({ family, levels, sigmaMax: 0.97, sigmaMin: 0.0137 })
        expect(sigmas).toHaveLength(levels)
        expect([sigmas[0], sigmas[levels - 1]]).toEqual([0.97, 0.0137])
        expect(sigmas.every((sigma, i) => i === 0 || sigma < sigmas[i - 1])).toBe(true)
      }
  })

  it('reach a million levels', () => {
    expect(sigmaSequence({ family: 'geometric', levels: 1_000_000, sigmaMax: 50, sigmaMin: 0.01 })).toHaveLength(
      1_000_000,
    )
  })

  it('are refused with the name of the field at fault', () => {
    const range = { sigmaMax: 50, sigmaMin: 0.01, levels: 10 }
    for (const levels of [0, -3, 2.5, NaN, 1e6 + 1, Infinity, undefined])
      expect(fieldOf({ ...range, family: 'geometric', levels })).toBe('levels')
    for (const sigmaMin of [0, -1, NaN, undefined, '0.01'])
      expect(fieldOf({ ...range, family: 'linear', sigmaMin })).toBe('sigma_min')
    for (const sigmaMax of [0.01, 0.001, Infinity, null])
      expect(fieldOf({ ...range, family: 'linear', sigmaMax })).toBe('sigma_max')
    for (const rho of [0, -7, NaN]) expect(fieldOf({ ...range, family: 'karras', rho })).toBe('rho')
    expect(fieldOf({ ...range, family: 'cosine', sigmaMax: 10 })).toBe('sigma_max')
    expect(fieldOf({ ...range, family: 'gemoetric' })).toBe('family')
    expect(fieldOf({ ...range, family: 'toString' })).toBe('family')
    expect(fieldOf({ family: 'vp-linear', levels: 10, betaMin: -1 })).toBe('beta_min')
    expect(fieldOf({ family: 'vp-linear', levels: 10, betaMax: 0.01 })).toBe('beta_max')
    expect(fieldOf({ family: 'vp-linear', levels: 10, betaMax: 1e6 })).toBe('beta_max')
    expect(fieldOf({ family: 'vp-linear', levels: 10, epsS: 1 })).toBe('eps_s')
    expect(fieldOf({ family: 'vp-cosine', levels: 10, s: -0.1 })).toBe('s')
    expect(fieldOf({ family: 'geometric', levels: 1e6, sigmaMax: 1 + 1e-12, sigmaMin: 1 })).toBe('levels')
    for (const sigmas of [[], [1, 1], [1, 2], [1, 0], [1, -1], [NaN, 1], [Infinity, 1], undefined])
      expect(fieldOf({ family: 'list', sigmas })).toBe('sigmas')
  })

  it('are finite or refused over the whole float64 range', () => {
    for (const family of Object.keys(SEQUENCES))
      for (const [sigmaMin, sigmaMax] of [
        [1e-300, 1e300],
        [5e-324, 1],
        [1e-300, 2e-300],
        [1, 1.7e308],
      ]) {
        try {
          expect(sigmaSequence({ family, levels: 50, sigmaMin, sigmaMax } as ScheduleSpec).every(Number.isFinite)).toBe(
            true,
          )
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
        }
      }
  })
})
