import { parse as parseYaml } from 'yaml'
import { expect, it } from 'vitest'
import { parse, parseSchedule } from '#contract/parse.ts'
import { samplerSpec } from '#contract/sampler.ts'
import { foreignConfig } from './foreign-config.ts'

it('answers NCSN’s form with a schedule and a sampler that are taken when they are followed', () => {
  const model = { sigma_begin: 50, sigma_end: 0.01, num_classes: 232, ngf: 64, ema: true }
  const { message } = foreignConfig({ training: {}, model, sampling: { step_lr: 0.0000062, n_steps_each: 5 } })!
  const [, schedule, sampler] = /'schedule=(.*?)' 'sampler=(.*?)'/.exec(message)!
  expect(parseSchedule(parseYaml(schedule))).toMatchObject({ levels: 232, sigma_max: 50, sigma_min: 0.01 })
  expect(parse(samplerSpec, parseYaml(sampler), 'Sampler')).toMatchObject({ name: 'langevin', eps: 6.2e-6, inner: 5 })
})

it('says what NCSN’s form lacks', () => {
  expect(foreignConfig({ model: { sigma_begin: 50 } })?.message).toMatch(/without model\.sigma_end, model\.num_classes/)
})

it('leaves everything else alone', () => {
  expect(foreignConfig({ kind: 'sample', schedule: {}, model: 'x' })).toBeNull()
})
