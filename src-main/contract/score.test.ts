import { describe, expect, it } from 'vitest'
import { parseRunConfig } from './parse.ts'
import { networkOf, scoreOf, scoreWords } from './score.ts'

const schedule = { family: 'karras', levels: 9, sigma_max: 1, sigma_min: 0.01 }
const sample = (fields: object) => parseRunConfig({ kind: 'sample', schedule, ...fields })

describe('the score of a sampling run', () => {
  it('is stored in one form, however a network was named, and is the shipped one where nothing is said', () => {
    const short = sample({ network: '4' })
    expect(sample({ score: { name: 'network', network: 4 } })).toEqual(short)
    expect(short).toMatchObject({ network: '4', weights: 'ema' })
    expect(short).not.toHaveProperty('score')
    expect(sample({})).toEqual(sample({ network: 'mnist-unet', weights: 'ema' }))
    expect(sample({ score: { name: 'network' } })).toEqual(sample({}))
  })

  it('is exact of a data set or a law, and then beside no network', () => {
    const config = sample({ score: { name: 'empirical', dataset: { name: 'mnist', subset: { n: 400 } } } })
    expect(config).not.toHaveProperty('network')
    expect(config).not.toHaveProperty('weights')
    expect(parseRunConfig(config)).toEqual(config)
    expect(networkOf(config as never)).toBeNull()
    expect(scoreWords(config as never)).toBe('exact, empirical of mnist (400)')
    expect(scoreOf(sample({ score: { name: 'mixture' } }) as never)).toMatchObject({ weights: [0.3, 0.7], std: 1 })
    expect(scoreOf(sample({ score: { name: 'gaussian' } }) as never)).toMatchObject({ dataset: { name: 'mnist' } })
  })

  it.each([
    [{ network: 'x', score: { name: 'rings' } }, 'network: this run has a score already'],
    [{ weights: 'raw', score: { name: 'network' } }, 'weights: this run has a score already'],
    [{ score: 'mixture' }, 'score has fields, got mixture: write score.name=mixture.'],
    [
      { score: 'mixtur' },
      'score.name must be one of network, empirical, gaussian, mixture, rings, banana, spectrum, two-modes, curie-weiss, got mixtur',
    ],
    [
      { score: { name: 'mixture', weights: '1,3' } },
      'score.weights must be a list, got 1,3: write score.weights=[1,3].',
    ],
    [{ score: { name: 'empircal' } }, 'score.name must be one of network, empirical, gaussian, mixture, rings, banana'],
    [{ score: { name: 'mixture', wieghts: [1] } }, 'no field score.wieghts. Did you mean weights?'],
    [{ score: { name: 'empirical', dataset: { nam: 'x' } } }, 'no field score.dataset.nam. Did you mean name?'],
    [{ score: 'empirical' }, 'score'],
  ])('refuses %j', (fields, message) => expect(() => sample(fields)).toThrow(message))
})
