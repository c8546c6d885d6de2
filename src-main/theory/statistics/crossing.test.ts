import { expect, it } from 'vitest'
import { normals } from '../noise/philox.ts'
import type { StudyResult } from '#contract/study-result.ts'
import { crossingOf } from './crossing.ts'
import { crossingsOf } from './study-crossings.ts'

const at = (x: number, estimate: number, half: number) => ({ x, estimate, low: estimate - half, high: estimate + half })

it('is where the difference is 0, linear in ln x, and its interval where 0 lies in the band', () => {
  const found = crossingOf([at(1, 3, 1), at(100, -1, 1)])!
  // 3 - 2 log10 x = 0 at 10^1.5; the band ends at 10^1 and 10^2
  expect(found.value).toBeCloseTo(10 ** 1.5, 10)
  expect(found.low).toBeCloseTo(10, 10)
  expect(found.high).toBeNull()
  expect(crossingOf([at(1000, -3, 1), at(1, 3, 1)])!.high).toBeCloseTo(10 ** 2, 10)
})

it('has no value where the sign is kept, but an interval where the band reaches 0, and none where it does not', () => {
  const found = crossingOf([at(5, 0.8, 0.2), at(10, 0.1, 0.2)])!
  expect(found.value).toBeNull()
  expect(found.low).toBeGreaterThan(5)
  expect(found.low).toBeLessThan(10)
  expect(found.high).toBeNull()
  expect(crossingOf([at(5, 0.8, 0.2), at(10, 0.7, 0.2)])).toBeNull()
  expect(crossingOf([at(5, 1, 0.1)])).toBeNull()
})

it('covers the true crossing about as often as it says', () => {
  const z = new Float64Array(4)
  const xs = [5, 10, 20, 50]
  const truth = (x: number) => 1 - Math.log(x / 5) / Math.log(3)
  let covered = 0
  for (let seed = 0; seed < 1000; seed++) {
    normals({ seed, stream: 0, sample: 0, step: 0 }, z)
    const found = crossingOf(xs.map((x, i) => at(x, truth(x) + 0.2 * z[i], 1.96 * 0.2)))
    if (found && (found.low ?? 0) <= 15 && (found.high ?? Infinity) >= 15) covered++
  }
  // between two places the interpolated band is wider than needed
  expect(covered / 1000).toBeGreaterThan(0.94)
})

it('of a study is read off its comparisons by name, and said in a sentence', () => {
  const comparison = (name: string, estimate: number | null) => ({
    spec: { name },
    difference: estimate === null ? null : { estimate, low: estimate - 0.5, high: estimate + 0.5 },
  })
  const comparisons = [
    comparison('at 1', 3),
    comparison('at 10', 1),
    comparison('at 100', -1),
    comparison('at 1000', null),
  ]
  const result = { comparisons } as unknown as StudyResult
  const spec = { name: 'fine curves', x: 'steps', at: [1, 10, 100, 1000], of: ['at 1', 'at 10', 'at 100', 'at 1000'] }
  const [{ crossing, says }] = crossingsOf([spec], result)
  expect(crossing!.value).toBeCloseTo(10 ** 1.5, 10)
  expect(says).toBe('fine curves: they cross at 31.6 steps, [17.8, 56.2] at 95 %.')
  expect(crossingsOf([{ ...spec, at: [1, 1000], of: ['at 1', 'at 1000'] }], result)[0].says).toMatch('too few')
  expect(crossingsOf([{ ...spec, at: [1, 10], of: ['at 1', 'at 10'] }], result)[0].says).toMatch(
    'no crossing between 1 and 10',
  )
})
