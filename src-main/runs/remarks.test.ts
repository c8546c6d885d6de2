/** Units, levels outside training, and settings without effect, each told in a sentence; sound runs are told nothing. */
import { describe, expect, it } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import { trainedSpan } from '#theory/effort/trained-span.ts'
import { fitSchedule, type SampleConfig } from './convert-range.ts'
import { remarksOf } from './remarks.ts'

/** mnist-unet's law: ln sigma ~ N(-.1, .8^2); SciPy 1.17.1: exp(norm(-.1, .8).ppf([.0005, .9995])). */
const SPAN = trainedSpan({ name: 'log-normal', pMean: -0.1, pStd: 0.8 })

const remarks = (schedule: object, sampler: object = { name: 'heun' }, rest: object = {}) => {
  const given = parseRunConfig({ kind: 'sample', schedule, sampler, ...rest }) as SampleConfig
  const { config, schedule: file } = fitSchedule(given, [0, 1])
  const trained = { span: SPAN, sigmaData: 0.335 }
  return remarksOf({ given, fitted: config, sigmas: file.sigmas, dataRange: [0, 1], trained })
}
const karras = (sigma_max: number, sigma_min: number, data_range?: number[]) => ({ family: 'karras', levels: 6, sigma_max, sigma_min, ...(data_range && { data_range }) }) // prettier-ignore
const codes = (found: ReturnType<typeof remarks>) => found.map(({ code }) => code)

it('spans 99.9 % of the noise law', () => {
  expect(SPAN[0]).toBeCloseTo(0.06506155968538153, 12)
  expect(SPAN[1]).toBeCloseTo(12.583939841546098, 10)
  expect(trainedSpan({ name: 'log-uniform', sigmaMin: 0.01, sigmaMax: 100 })[1]).toBeCloseTo(100 * 1e-4 ** 0.0005, 9)
  expect(trainedSpan({ name: 'sequence', sigmas: [5, 1, 0.1] })).toEqual([0.1, 5])
})

describe('a run is told', () => {
  it('nothing where its units are stated and its levels known', () => {
    expect(remarks(karras(12, 0.07, [0, 1]))).toEqual([])
  })

  it('which units were taken where none were stated, with the words that say it otherwise', () => {
    const [{ code, message }] = remarks(karras(12, 0.07))
    expect(code).toBe('unstated-range')
    expect(message).toMatch(/pixels in \[0, 1\].*data_range=\[-1,1\] and convert_range=true \(times 0\.5\)/)
    // Followed: EDM's list, halved, and said no more.
    expect(codes(remarks(karras(24, 0.14, [-1, 1]), undefined, { convert_range: true }))).toEqual([])
  })

  it('how many levels its network has never seen', () => {
    const [{ code, message }] = remarks(karras(5000, 0.02, [0, 1]))
    expect(code).toBe('outside-training')
    expect(message).toMatch(/5 of 6 levels.*4 above it \(up to 5000\), 1 below it \(down to 0\.02\)/)
  })

  it('that its start leaves the data to be seen, and its last step blurs them', () => {
    expect(codes(remarks(karras(0.5, 0.07, [0, 1])))).toContain('doctor')
    expect(codes(remarks({ family: 'list', sigmas: [12, 5], data_range: [0, 1] }))).toContain('doctor')
    expect(codes(remarks(karras(0.5, 0.07, [0, 1]), undefined, { start_std: 1 }))).not.toContain('doctor')
  })
})

describe('settings without effect are told:', () => {
  const range = karras(12, 0.07, [0, 1])
  it.each([
    [
      'a churn window without a level',
      { name: 'heun', s_churn: 40, s_tmin: 5, s_tmax: 1 },
      /s_churn = 40 does nothing: no level lies between s_tmin = 5 and s_tmax = 1/,
    ],
    ['a churn window between levels', { name: 'heun', s_churn: 1, s_tmin: 13, s_tmax: 20 }, /does nothing/],
    ['churn above its cap, 6 (sqrt 2 - 1) = 2.48528', { name: 'heun', s_churn: 40 }, /s_churn = 40 acts as 2\.48528/],
    ['a window without churn', { name: 'heun', s_tmin: 0.1 }, /s_tmin does nothing: s_churn is 0/],
    ['noise without churn', { name: 'heun', s_noise: 1.003 }, /s_noise does nothing/],
    ['ancestral sampling without its noise', { name: 'ancestral', eta: 0 }, /eta = 0 puts no noise back/],
  ])('%s', (_, sampler, message) => {
    const [found] = remarks(range, sampler)
    expect(found).toMatchObject({ code: 'no-effect', message: expect.stringMatching(message) })
  })

  it.each([
    { name: 'heun', s_churn: 2.4 },
    { name: 'heun', s_churn: 2.4, s_tmin: 0.05, s_tmax: 50, s_noise: 1.003 },
    { name: 'ddim', eta: 0 },
    { name: 'ancestral', eta: 1 },
  ])('%j has one', (sampler) => {
    expect(remarks(range, sampler)).toEqual([])
  })

  it('the default window is none, also in other units', () => {
    expect(codes(remarks(karras(24, 0.14, [-1, 1]), { name: 'heun' }, { convert_range: true }))).toEqual([])
  })

  it.each([
    [{ name: 'euler', eta: 1 }, /there is no field sampler\.eta/],
    [{ name: 'predictor-corrector', corrector_steps: 0 }, /must be 1 or more \(the predictor alone is the sampler reverse-diffusion\)/],
  ])('%j is refused', (sampler, message) => {
    expect(() => remarks(range, sampler)).toThrow(message)
  }) // prettier-ignore
})
