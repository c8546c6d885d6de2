/** What a run under a corruption must be, and what it is told when it is not. */
import { describe, expect, it } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import type { SampleConfig } from './convert-range.ts'
import { checkTrainingCorruption, withCorruption } from './resolve-corruption.ts'

const curves = { family: 'two-stage', levels: 12 }
const noise = { family: 'geometric', levels: 12, sigma_max: 1, sigma_min: 0.01 }
const blur = { name: 'gaussian-blur' }
const residual = { architecture: 'unet', parametrisation: 'residual', data_range: [0, 1] }

const train = (fields: object) => {
  const whole = { kind: 'train', training: { steps: 1 }, network: residual, corruption: blur, schedule: curves, objective: { name: 'soft' }, ...fields } // prettier-ignore
  return checkTrainingCorruption(parseRunConfig(whole) as never)
}
const sample = (fields: object) =>
  parseRunConfig({ kind: 'sample', score: { name: 'empirical' }, sampler: { name: 'momentum' }, corruption: blur, schedule: curves, ...fields }) as SampleConfig // prettier-ignore
const resolved = (fields: object, trained?: SampleConfig['corruption'] | null) =>
  withCorruption(sample(fields), trained, () => ({ name: 'mnist', split: 'train' }) as never)

describe('a training', () => {
  it('under a corruption is taken whole, and one of noise alone as ever', () => {
    train({})
    train({ objective: { name: 'residual', weight: 'one' } })
    train({
      corruption: undefined,
      schedule: undefined,
      network: { architecture: 'ncsnv2' },
      objective: { name: 'dsm' },
    })
  })
  it.each([
    [{ schedule: undefined }, /schedule: gaussian-blur is trained along a schedule of two curves/],
    [{ schedule: undefined, corruption: undefined }, /told the time/],
    [{ schedule: noise }, /geometric says noise alone/],
    [{ objective: { name: 'edm' } }, /objective.name: edm knows of no corruption; take soft/],
    [{ network: { architecture: 'unet', data_range: [0, 1] } }, /set network.parametrisation=residual/],
    [{ network: { architecture: 'ncsnv2' } }, /set network.parametrisation=residual/],
    [{ schedule: { ...curves, data_range: [-1, 1] } }, /units of \[-1,1\]/],
    [{ execution: { precision: 'bfloat16' } }, /execution.precision: a blur in bfloat16/],
    [{ corruption: undefined }, /there is no corruption; name one/],
    [{ corruption: { name: 'mask' } }, /share of patches that it hides, at most 1, got 4/],
  ])('is refused with %j', (fields, message) => expect(() => train(fields)).toThrow(message))
})

describe('a sampling', () => {
  it('starts from corrupted images where nothing else is said, with the corruption of its network', () => {
    const spec = sample({}).corruption!
    expect(resolved({})).toMatchObject({ start: 'corrupted', corruption: spec })
    expect(resolved({ score: undefined, network: '3', corruption: undefined }, spec)).toMatchObject({ start: 'corrupted', corruption: spec, start_from: { name: 'mnist' } }) // prettier-ignore
    expect(resolved({ start_std: 2 })).toMatchObject({ start: 'normal' })
  })
  it('of noise alone is left as it is', () => {
    const config = sample({ corruption: undefined, schedule: noise })
    expect(withCorruption(config, undefined, () => null)).toBe(config)
  })
  it.each([
    [
      { sampler: { name: 'heun' } },
      undefined,
      /heun takes noise away and no gaussian-blur; take naive, momentum, momentum-ode/,
    ],
    [{ schedule: noise }, undefined, /needs a schedule of two curves/],
    [{ corruption: undefined }, undefined, /there is no corruption; name one/],
    [{}, null, /this network was trained under no corruption; leave corruption out/],
    [
      {},
      { name: 'gaussian-blur', padding: 'periodic', half_size: 32 } as const,
      /with other parameters; leave corruption out/,
    ],
    [
      { corruption: undefined, schedule: noise, start: 'corrupted' },
      undefined,
      /start: there is no corruption to start from/,
    ],
    [
      { corruption: undefined, schedule: noise, start_from: {} },
      undefined,
      /start_from: it belongs to a start under a corruption/,
    ],
  ])('is refused with %j, of a network under %j', (fields, trained, message) =>
    expect(() => resolved(fields, trained)).toThrow(message),
  )
})
