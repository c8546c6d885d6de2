import { describe, expect, it } from 'vitest'
import { gaussianErrors } from '#theory/errors/gaussian-errors.ts'
import type { StudiedSampler } from '#contract/study.ts'
import { studiedGrids } from './optimised-grid.ts'

const spectrum = Float64Array.from({ length: 60 }, (_, j) => (j < 50 ? 10 / (j + 1) ** 2 : 0))
const ask = (sampler: StudiedSampler, evaluations: number) =>
  studiedGrids({ spectrum, sampler, evaluations, sigmaMax: 20, sigmaMin: 0.01 })

describe('the grids of the study', () => {
  it.each([
    ['dpmpp2m', 10, 10],
    ['euler', 10, 10],
    ['heun', 11, 6],
  ] as const)(
    'of %s at %i evaluations have %i levels, and the optimised one the least exact W2',
    (sampler, nfe, levels) => {
      const grids = ask(sampler, nfe)
      expect(grids.map(({ grid }) => grid)).toEqual(['optimised', 'karras', 'uniform'])
      for (const { sigmas } of grids) {
        expect(sigmas).toHaveLength(levels)
        expect(sigmas[0]).toBe(20)
        expect(sigmas.at(-1)).toBeGreaterThan(0)
      }
      const [optimised, karras, uniform] = grids.map(({ exactW2 }) => exactW2)
      expect(optimised).toBeLessThan(karras)
      expect(optimised).toBeLessThan(uniform)
      expect(grids[1].sigmas.at(-1)).toBeCloseTo(0.01, 12)
      expect(grids[2].sigmas[1]).toBeCloseTo(20 * (1 - 1 / levels), 10)
    },
  )

  it('carry the W2 of a sampler that goes on to 0', () => {
    const [{ sigmas, exactW2 }] = ask('euler', 5)
    const process = { family: 'edm', sigmaMax: 20 } as const
    expect(gaussianErrors({ spectrum, process, scheme: 'ddim', times: [...sigmas, 0] }).w2).toBeCloseTo(exactW2, 10)
  })

  it('are refused where no number of steps makes so many evaluations', () => {
    expect(() => ask('heun', 10)).toThrow('odd')
  })
})
