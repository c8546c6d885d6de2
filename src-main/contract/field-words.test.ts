/** The field's words, each taken as what it means; hints name the meaning, never the opposite end. */
import { describe, expect, it } from 'vitest'
import { NOISE_WORDS, SAMPLER_WORDS, SCHEDULE_WORDS, TRAINING_WORDS } from '#axes/field-words.ts'
import { GRID_ROWS } from '#axes/grids/grids.ts'
import { NOISE_LAW_ROWS } from '#axes/noise-laws/noise-laws.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import { foldWords, samplerNamed } from './field-words.ts'
import { trainingSpec } from './network.ts'
import { parseRunConfig, parseSchedule } from './parse.ts'

const keys = (rows: readonly { parameters: object }[]) =>
  new Set(rows.flatMap(({ parameters }) => Object.keys(parameters)))

describe('the table', () => {
  it.each([
    ['schedules', SCHEDULE_WORDS, keys(GRID_ROWS)],
    ['samplers', SAMPLER_WORDS, keys(SAMPLER_ROWS)],
    ['training', TRAINING_WORDS, new Set(Object.keys(trainingSpec.shape))],
    ['noise', NOISE_WORDS, keys(NOISE_LAW_ROWS)],
  ])('of %s turns words that we lack into words that we have', (_, words, known) => {
    for (const [theirs, { is }] of Object.entries(words)) {
      expect(known.has(theirs), theirs).toBe(false)
      expect(known.has(is), is).toBe(true)
    }
  })

  it('names each sampler once', () => {
    const all = SAMPLER_ROWS.flatMap((row) => [row.name, ...('aliases' in row ? row.aliases : [])]).map((name) => name.toLowerCase())
    expect(new Set(all).size).toBe(all.length)
  })
}) // prettier-ignore

const sample = (rest: object) => ({ kind: 'sample', schedule: { family: 'karras', levels: 6, sigma_max: 20, sigma_min: 0.02 }, ...rest }) // prettier-ignore

describe('forms of a schedule', () => {
  it.each([
    ['NCSN', { family: 'geometric', sigma_begin: 50, sigma_end: 0.01, num_classes: 10 }, { sigma_max: 50, sigma_min: 0.01, levels: 10 }],
    ['k-diffusion', { family: 'karras', n: 10, sigma_max: 10, sigma_min: 0.1 }, { levels: 10 }],
    ['EDM', { family: 'karras', num_steps: 18, sigma_max: 80, sigma_min: 0.002 }, { levels: 18 }],
    ['diffusers', { family: 'karras', num_inference_steps: 18, sigma_max: 8, sigma_min: 0.02 }, { levels: 18 }],
    ['DDPM, times 1,000', { family: 'vp-linear', levels: 9, beta_start: 1e-4, beta_end: 0.02 }, { beta_min: 0.1, beta_max: 20 }],
    ['score_sde', { family: 'vp-linear', num_scales: 9, beta_0: 0.1, beta_1: 20 }, { beta_min: 0.1, beta_max: 20, levels: 9 }],
    ['a list with its 0', { family: 'list', sigmas: [3, 1, 0] }, { sigmas: [3, 1] }],
    ['one step', { family: 'list', sigmas: [2.5, 0] }, { sigmas: [2.5] }],
  ])('%s', (_, given, wanted) => {
    expect(parseSchedule(given)).toMatchObject(wanted)
    expect(foldWords(given).said.length).toBeGreaterThan(0)
  })

  it('a bare list is a schedule of a run', () => {
    expect(parseRunConfig(sample({ schedule: [14.6, 1, 0] }))).toMatchObject({ schedule: { family: 'list', sigmas: [14.6, 1] } })
  })

  it('ours beside theirs is left to be refused, by its meaning', () => {
    expect(() => parseSchedule({ family: 'geometric', sigma_begin: 50, sigma_max: 50, sigma_min: 0.1, levels: 3 })).toThrow(
      'there is no field sigma_begin. It is sigma_max here.',
    )
  })

  it.each([
    [{ family: 'karras', levels: 3, sigma_max: 3, sigma_min: 0 }, /sigma_min: must be above 0 \(samplers that end at 0 append it\), got 0/],
    [{ family: 'list', sigmas: [3, 0, 1] }, /sigmas\.1: must be above 0 \(only the last may be 0/],
  ])('%j says the better sentence', (given, message) => {
    expect(() => parseSchedule(given)).toThrow(message)
  })
}) // prettier-ignore

describe('forms of a sampler', () => {
  it.each([
    ['dpmpp_2m', 'dpmpp2m'], ['DPM++ 2M', 'dpmpp2m'], ['sample_dpmpp_2m', 'dpmpp2m'], ['euler_ancestral', 'ancestral'], ['euler_a', 'ancestral'],
    ['ddpm', 'ddpm'], ['k_euler', 'euler'], ['edm', 'heun'], ['pc', 'predictor-corrector'], ['annealed_langevin', 'langevin'],
    ['reverse_diffusion', 'reverse-diffusion'], ['DDIMScheduler', 'ddim'], ['heun', 'heun'],
  ])('%s is %s', (theirs, ours) => {
    expect(samplerNamed(theirs)).toBe(ours)
    expect(parseRunConfig(sample({ sampler: { name: theirs } }))).toMatchObject({ sampler: { name: ours } })
  })

  it('with the words of EDM, NCSN and score_sde', () => {
    const churn = parseRunConfig(sample({ sampler: { name: 'heun', S_churn: 40, S_min: 0.05, S_max: 50, S_noise: 1.003 } }))
    expect(churn).toMatchObject({ sampler: { s_churn: 40, s_tmin: 0.05, s_tmax: 50, s_noise: 1.003 } })
    expect(parseRunConfig(sample({ sampler: { name: 'ald', step_lr: 1e-5, n_steps_each: 100 } }))).toMatchObject({ sampler: { name: 'langevin', eps: 1e-5, inner: 100 } })
    expect(parseRunConfig(sample({ sampler: { name: 'pc', target_snr: 0.16, n_steps: 2 } }))).toMatchObject({ sampler: { snr: 0.16, corrector_steps: 2 } })
  })
}) // prettier-ignore

it('training in the words of others', () => {
  const config = parseRunConfig({
    kind: 'train',
    training: { n_iters: 10, lr: 2e-4, ema_rate: 0.99, max_grad_norm: 1, lr_warmup_steps: 5, train_batch_size: 8 },
    objective: { noise: { name: 'log-normal', P_mean: -1.2, P_std: 1.2 } },
  })
  expect(config).toMatchObject({
    training: { steps: 10, learning_rate: 2e-4, ema_decay: 0.99, clip_norm: 1, warm_up: 5, batch_size: 8 },
    objective: { noise: { p_mean: -1.2, p_std: 1.2 } },
  })
})

it('ours are left as they are, to the same object', () => {
  const config = sample({ sampler: { name: 'heun', s_churn: 1 } })
  expect(foldWords(config).value).toBe(config)
})
