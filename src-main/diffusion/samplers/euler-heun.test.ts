/** A solver for each step: its law, its cost and its two ends, Euler's and Heun's. */
import { expect, it } from 'vitest'
import { costOfWalk, chooseSampler, levelsAtCost } from './samplers.ts'
import { float64Variance } from './float64.testing.ts'

const LEVELS = [80, 31, 14, 9, 3.3, 1.2, 0.61, 0.2, 0.05, 0]

it.each([0, 3, 4, 9])(
  '%i steps by Euler: the variance is the product of gains, each of its own method',
  async (eulerSteps) => {
    for (const l of [200, 1, 0.01]) {
      const rate = (s: number) => s / (l + s * s)
      let gain = 1
      for (let i = 0; i + 1 < LEVELS.length; i++) {
        const [s, n] = [LEVELS[i], LEVELS[i + 1]]
        const euler = 1 + (n - s) * rate(s)
        gain *= i < eulerSteps || n === 0 ? euler : 1 + ((n - s) / 2) * (rate(s) + rate(n) * euler)
      }
      const found = await float64Variance(chooseSampler('euler-heun', { eulerSteps }), LEVELS, l)
      expect(found / (gain * gain * (l + 80 * 80))).toBeCloseTo(1, 10)
    }
  },
)

it('none is Heun’s method, all is Euler’s', async () => {
  const of = (choice: Parameters<typeof float64Variance>[0]) => float64Variance(choice, LEVELS, 1)
  expect(await of(chooseSampler('euler-heun', { eulerSteps: 0 }))).toBeCloseTo(await of(chooseSampler('heun')), 12)
  expect(await of(chooseSampler('euler-heun', { eulerSteps: 9 }))).toBeCloseTo(await of(chooseSampler('euler')), 12)
})

it('costs one evaluation a step by Euler and two by Heun, and as many levels as a cost allows', () => {
  const choice = chooseSampler('euler-heun', { eulerSteps: 4 })
  const cost = (levels: number) => costOfWalk(choice, { levels, process: null }).nfe
  expect([3, 5, 6, 10].map(cost)).toEqual([3, 5, 7, 15])
  for (let nfe = 1; nfe < 40; nfe++) {
    const levels = levelsAtCost(choice, nfe)
    expect(cost(levels)).toBeLessThanOrEqual(nfe)
    expect(cost(levels + 1)).toBeGreaterThan(nfe)
  }
})
