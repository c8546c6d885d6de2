import { describe, expect, it } from 'vitest'
import type { Level } from '../grids/levels.ts'
import { checkOnPath, levelAt } from './path.ts'

const along = (count: number, most = 4): Level[] =>
  Array.from({ length: count }, (_, i) => {
    const t = 1 - i / (count - 1)
    return { sigma: 0.01 + 0.09 * Math.min(1, 5 * t), t, corruption: (most * Math.max(0, t - 0.2)) / 0.8 }
  })
const path = { corruption: { name: 'gaussian-blur', padding: 'zero', halfSize: 32 }, levels: along(1000) } as const

describe('the path of a network', () => {
  it('is linear between its levels, and rests beyond them', () => {
    const levels = [{ sigma: 1, t: 1, corruption: 4 }, { sigma: 0.5, t: 0.5, corruption: 0 }] // prettier-ignore
    expect(levelAt(levels, 0.75)).toEqual({ sigma: 0.75, corruption: 2 })
    expect(levelAt(levels, 2)).toEqual({ sigma: 1, corruption: 4 })
    expect(levelAt(levels, 0.1)).toEqual({ sigma: 0.5, corruption: 0 })
  })
  it('is walked in any number of levels', () => [2, 7, 50, 3000].forEach((count) => checkOnPath(path, along(count))))
  it('refuses other curves, and noise alone', () => {
    expect(() => checkOnPath(path, along(50, 3))).toThrow(/at t = 1 it has sigma 0.1 and level 3, where .* 0.1 and 4/)
    expect(() => checkOnPath(path, [{ sigma: 0.1 }])).toThrow(/a schedule of noise alone does not say/)
    expect(() => checkOnPath(path, [{ sigma: 0.1, t: 1 }])).toThrow(/a schedule of noise alone does not say/)
  })
})
