/** What people have reported of schedules in public, by number: the right value first. Formulas and printed numbers alone are taken. */
import { describe, expect, it } from 'vitest'
import { resolveLevels, type ScheduleSpec } from './sequences.ts'
import { tableOf } from '../tables/table.ts'
import { diagnose } from './doctor/doctor.ts'
import { shifted } from './places/on-times.ts'
import { bring } from './bring/bring.ts'

const levels = (spec: object) => resolveLevels(spec as ScheduleSpec)
const sd = (family: string, n: number, more: object = {}) =>
  levels({ family, table: 'scaled-linear', levels: n, ...more })
const rounded = (values: ArrayLike<number>, digits = 4) => Array.from(values, (value) => Number(value.toFixed(digits)))

describe('tables', () => {
  it('Stable Diffusion’s begins .0292 and ends 14.6146; DDPM’s ends at 157.4', () => {
    const { sigmas } = tableOf('scaled-linear')
    expect(rounded([sigmas[0], sigmas[999]])).toEqual([0.0292, 14.6146])
    expect(tableOf('linear').sigmas[999]).toBeCloseTo(157.4, 1)
  })
  it('at zero terminal SNR end at infinity, or at the stand-in 4096; the first level stays', () => {
    const { sigmas } = tableOf({ name: 'linear', zeroTerminalSnr: true })
    expect(sigmas[999]).toBe(Infinity)
    expect(sigmas[0]).toBe(tableOf('linear').sigmas[0])
    expect(tableOf({ name: 'linear', zeroTerminalSnr: true, terminal: 'alpha-bar-2^-24' }).sigmas[999]).toBeCloseTo(
      4096,
      3,
    )
  })
})

describe('reports', () => {
  it('huggingface/diffusers#9490: fifteen levels of simple, sgm-uniform, exponential, beta over sigma', () => {
    expect(rounded(sd('simple', 15).sigmas).slice(0, 4)).toEqual([14.6146, 9.972, 7.0089, 5.0878])
    expect(rounded(sd('sgm-uniform', 15).sigmas).slice(0, 4)).toEqual([14.6146, 9.9391, 7.0019, 5.0924])
    const beta = rounded(sd('beta-sigma', 15).sigmas)
    expect([...beta.slice(0, 3), beta[14]]).toEqual([14.6146, 14.2837, 13.577, 0.0292])
    expect(rounded(sd('exponential', 15).sigmas).slice(-1)).toEqual([0.0292])
  })

  it('huggingface/diffusers#13243: the shift acts once, and .889 goes to .9630 under 3.25', () => {
    const { times } = levels({ family: 'flow', shift: 3, tMin: 0.001, levels: 1000 })
    expect(rounded(times!.slice(-3))).toEqual([0.0089, 0.006, 0.003])
    expect(shifted(0.889, 3.25)).toBeCloseTo(0.963, 4)
    const twice = Array.from(times!, (t) => shifted(t, 3))
    const patient = { sampler: 'euler', process: 'flow', shift: 3 } as const
    expect(diagnose({ ...patient, sigmas: twice }).map(({ code }) => code)).toContain('double-shift')
    expect(diagnose({ ...patient, sigmas: times! }).map(({ code }) => code)).not.toContain('double-shift')
  })

  it('huggingface/diffusers#6477: after the last Karras level comes 0, not that level again', () => {
    const { sigmas } = sd('karras', 20)
    expect(new Set(sigmas).size).toBe(20)
    const repeated = diagnose({ sigmas: [...sigmas, sigmas[19]], sampler: 'dpmpp2m', appendsZero: false })
    expect(repeated.map(({ code }) => code)).toContain('last-sigma-repeated')
  })

  it('huggingface/diffusers#4122: a hundred Karras levels are a hundred, though some share a timestep', () => {
    const { sigmas, timesteps } = sd('karras', 100)
    expect(new Set(sigmas).size).toBe(100)
    expect(new Set(Array.from(timesteps!, Math.round)).size).toBeLessThan(100)
    const found = diagnose({ sigmas, sampler: 'dpmpp2m', table: 'scaled-linear' })
    expect(found.map(({ code }) => code)).toContain('same-timestep')
  })

  it('huggingface/diffusers#9416: one step starts in the noise, on every grid', () => {
    for (const family of [
      'linspace',
      'leading',
      'trailing',
      'karras',
      'exponential',
      'beta-sigma',
      'kl-optimal',
      'simple',
    ])
      expect(sd(family, 1).sigmas[0]).toBeCloseTo(family === 'leading' ? 0.0292 : 14.6146, 4)
    expect(levels({ family: 'flow', levels: 1, stretchTo: 0.1 }).times![0]).toBe(1)
    expect(levels({ family: 'list', sigmas: [2.5] }).sigmas).toHaveLength(1)
  })

  it('huggingface/diffusers#9261: each trailing timestep is followed by the next of the list, whatever N divides', () => {
    const { timesteps } = sd('trailing', 13)
    expect([...timesteps!]).toEqual([999, 922, 845, 768, 691, 614, 537, 461, 384, 307, 230, 153, 76])
  })

  it('huggingface/diffusers#2585: leading starts below the table’s end; trailing and linspace start there', () => {
    const first = (family: string, more = {}) => sd(family, 50, more).timesteps![0]
    expect([first('leading'), first('leading', { offset: 1 }), first('trailing'), first('linspace')]).toEqual([
      980, 981, 999, 999,
    ])
  })

  it('huggingface/diffusers#12771: twenty Karras levels of the cosine table are twenty, and shared timesteps are seen', () => {
    const { sigmas } = levels({ family: 'karras', table: 'cosine', levels: 20 })
    expect(new Set(sigmas).size).toBe(20)
    expect(diagnose({ sigmas, sampler: 'dpmpp2m', table: 'cosine' }).map(({ code }) => code)).toContain('same-timestep')
  })

  it('Comfy-Org/ComfyUI#12485: ddim-uniform gives exactly N, for every N', () => {
    for (let n = 1; n <= 1000; n += n < 60 ? 1 : 37) expect(sd('ddim-uniform', n).sigmas).toHaveLength(n)
  })

  it('leejet/stable-diffusion.cpp#1130: a smallest sigma near 0 is seen', () => {
    const { sigmas } = levels({ family: 'kl-optimal', sigmaMax: 14.6, sigmaMin: 1e-12, levels: 20 })
    expect(diagnose({ sigmas, sampler: 'euler' }).map(({ code }) => code)).toContain('vanishing-level')
  })

  it('AUTOMATIC1111/stable-diffusion-webui#2794: the list of 25 is normal on the table, and its last steps are seen', () => {
    const printed = [14.6116, 11.4338, 9.0777, 7.3021]
    const { sigmas } = sd('normal', 25)
    printed.forEach((sigma, i) => expect(Math.abs(sigmas[i] / sigma - 1)).toBeLessThan(5e-3))
    expect(diagnose({ sigmas, sampler: 'euler', process: 'vp', dataStd: 1 }).map(({ code }) => code)).toContain(
      'uneven-step',
    )
  })

  it('invoke-ai/InvokeAI#900, sgl-project/sglang#33552: N steps are N levels and the step to 0 after the last', () => {
    expect(bring('[14.6, 5, 1, 0]').notes[0]).toBe('3 levels, 3 steps: the final 0 is left to the sampler.')
    const { times } = levels({ family: 'flow', shift: 12, levels: 8 })
    expect(rounded(times!)).toEqual([1, 0.9882, 0.973, 0.9524, 0.9231, 0.878, 0.8, 0.6316])
  })
})
