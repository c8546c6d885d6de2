/** Counted without a backend, as published formulas and as the built network have it. */
import { expect, it } from 'vitest'
import { toCamel } from '#contract/casing.ts'
import { networkSpec } from '#contract/network.ts'
import { countParameters } from './count-parameters.ts'
import type { NetworkSpec } from './network.ts'

const GREY = { height: 28, width: 28, channels: 1 }
const specOf = (input: object) => toCamel(networkSpec.parse(input)) as NetworkSpec

it('of NCSNv2 as the formula of its layers has it, 1811 n^2 + 123 n + 18 C n + C', () => {
  for (const [n, channels] of [
    [64, 1],
    [128, 3],
  ])
    expect(countParameters(specOf({ architecture: 'ncsnv2', ngf: n }), { ...GREY, channels })).toBe(
      1811 * n ** 2 + 123 * n + 18 * channels * n + channels,
    )
})

it('of NCSN, which grows with the number of levels by 339 n each', () => {
  const withLevels = (levels: number) =>
    countParameters(
      specOf({ architecture: 'ncsn', ngf: 16, sigmas: Array.from({ length: levels }, (_, i) => 2 ** -i) }),
      GREY,
    )
  expect(withLevels(10)).toBe(1811 * 256 + 42 * 16 + 339 * 160 + 18 * 16 + 1)
  expect(withLevels(11) - withLevels(10)).toBe(339 * 16)
})

it('of a perceptron by hand: (2 + 32) w + w, then w w + w, then 2 w + 2', () => {
  const w = 64
  const by = (34 * w + w) + (w * w + w) + (2 * w + 2) // prettier-ignore
  expect(
    countParameters(specOf({ architecture: 'mlp', width: w, depth: 2 }), { height: 1, width: 2, channels: 1 }),
  ).toBe(by)
})

it('refuses what building refuses', () => {
  expect(() => countParameters(specOf({ architecture: 'unet', multipliers: [1, 2, 2, 2] }), GREY)).toThrow(
    /28 x 28 does not divide by 8/,
  )
})
