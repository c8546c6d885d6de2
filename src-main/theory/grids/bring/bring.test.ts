import { describe, expect, it } from 'vitest'
import { bring } from './bring.ts'
import { answered } from './brought.ts'

describe('AUTOMATIC1111’s settings', () => {
  it('name grid, steps and ends; the table is asked for', () => {
    const brought = bring('Steps: 20, Sampler: DPM++ 2M, Schedule type: SGM Uniform, CFG scale: 7, Seed: 1')
    expect(brought.spec).toEqual({ family: 'sgm-uniform', levels: 20 })
    expect(() => answered(brought, {})).toThrow(/does not say table: .* Add table=scaled-linear\.$/)
    expect(answered(brought, { table: 'scaled-linear' })).toMatchObject({
      family: 'sgm-uniform',
      table: 'scaled-linear',
    })
    const karras = bring(
      'Sampler: DPM++ 2M Karras\nSteps: 30\nSchedule max sigma: 14.6, Schedule min sigma: 0.03, Schedule rho: 5',
    )
    expect(karras.spec).toEqual({ family: 'karras', levels: 30, sigma_max: 14.6, sigma_min: 0.03, rho: 5 })
    expect(karras.asked).toEqual([])
  })
  it('ask for the grid where it is automatic, and refuse an unknown one', () => {
    expect(bring('Steps: 20, Sampler: Euler').asked.map(({ field }) => field)).toEqual(['family', 'table'])
    expect(() => bring('Steps: 20, Schedule type: Karas')).toThrow('Did you mean karras?')
    expect(() => bring('Steps: many, Schedule type: Karras')).toThrow('Steps must be a number; got many.')
  })
})

describe('EDM’s options', () => {
  it('name its grids', () => {
    expect(bring('python generate.py --steps=18 --rho=5').spec).toEqual({
      family: 'karras',
      sigma_max: 80,
      sigma_min: 0.002,
      rho: 5,
      levels: 18,
    })
    expect(bring('--steps 40 --disc=ve').spec).toEqual({
      family: 'geometric',
      sigma_max: 100,
      sigma_min: 0.02,
      levels: 40,
    })
    expect(bring('--disc=iddpm --steps=10').spec).toMatchObject({ family: 'linspace', table: { name: 'iddpm' } })
    expect(() => bring('--disc=ddim --steps=10')).toThrow('--disc must be one of edm, ve, vp, iddpm; got ddim.')
    expect(() => bring('--steps=ten')).toThrow('--steps must be a number; got ten.')
  })
})

describe('lists', () => {
  it('count steps and levels in words', () => {
    const { spec, notes } = bring('tensor([14.6146, 5.0, 0.0292, 0.0000])')
    expect(spec.sigmas).toEqual([14.6146, 5, 0.0292])
    expect(notes).toEqual(['3 levels, 3 steps: the final 0 is left to the sampler.'])
    expect(bring('0.1 1 10').spec.sigmas).toEqual([10, 1, 0.1])
    expect(bring('{"sigmas": [3, 2], "terminal_zero": true}').spec.sigmas).toEqual([3, 2])
    expect(bring('[20]').spec.sigmas).toEqual([20])
  })
  it('are refused in a sentence where they are none', () => {
    expect(() => bring('')).toThrow('There is nothing to read.')
    expect(() => bring('[]')).toThrow('holds no number')
    expect(() => bring('[3, 4, 1]')).toThrow('must fall strictly')
    expect(() => bring('[3, nan, 1]')).toThrow('Sigma 2 of the list must be finite')
    expect(() => bring('{"a": 1}')).toThrow('neither a scheduler_config.json')
    expect(() => bring('{"a": 1')).toThrow('This is no JSON')
  })
})
