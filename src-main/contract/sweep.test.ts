import { describe, expect, it } from 'vitest'
import { expandSweep } from './sweep-cells.ts'
import { parseSweep } from './sweep.ts'

const draw = {
  kind: 'sample',
  network: 'mnist-unet',
  schedule: { family: 'geometric', levels: 4, sigma_max: 1, sigma_min: 0.01 },
  sampler: { name: 'langevin', inner: 1, eps: 2e-5 },
  n: 8,
}
const train = { kind: 'train', network: { architecture: 'mlp' }, training: { steps: 5 } }
const judge = { kind: 'evaluate', samples: '@draw' }
const file = (steps: object, vary: object) => ({ kind: 'sweep', name: 'a sweep', steps, vary })
const expand = (steps: object, vary: object) => expandSweep(parseSweep(file(steps, vary)))
const refusal = (steps: object, vary: object): string => {
  try {
    expand(steps, vary)
  } catch (error) {
    return (error as Error).message
  }
  return 'not refused'
}

describe('expansion', () => {
  it('runs a step once for each combination of the factors that reach it, the last varying fastest', () => {
    const cells = expand(
      { judge, draw: { ...draw, network: '@train' }, train },
      { 'train.seed': [1, 2], 'draw.schedule.sigma_max': [1, 5, 20], 'judge.confidence': [0.9, 0.95] },
    )
    const of = (step: string) => cells.filter((cell) => cell.step === step)
    expect([of('train').length, of('draw').length, of('judge').length]).toEqual([2, 6, 12])
    expect(of('draw').map(({ factors }) => Object.values(factors))).toEqual([
      [1, 1],
      [1, 5],
      [1, 20],
      [2, 1],
      [2, 5],
      [2, 20],
    ])
    expect(of('draw').map(({ needs }) => needs.network)).toEqual([
      'train/1',
      'train/1',
      'train/1',
      'train/2',
      'train/2',
      'train/2',
    ])
    expect(of('judge')[7]).toMatchObject({
      id: 'judge/8',
      needs: { samples: 'draw/4' },
      factors: { 'train.seed': 2, 'draw.schedule.sigma_max': 1, 'judge.confidence': 0.95 },
      config: { confidence: 0.95, samples: '@draw' },
    })
    expect(cells.map(({ step }) => step).join()).toBe(
      [...'ttddddddjjjjjjjjjjjj'].map((c) => ({ t: 'train', d: 'draw', j: 'judge' })[c]).join(),
    )
  })

  it('puts a value where its path says, and leaves the file as it was', () => {
    const given = { draw }
    const cells = expand(given, { 'draw.schedule.sigma_max': [2], 'draw.sampler.eps': [1e-6], 'draw.seed': [3] })
    expect(cells).toHaveLength(1)
    expect(cells[0].config).toMatchObject({
      seed: 3,
      schedule: { family: 'geometric', sigma_max: 2 },
      sampler: { eps: 1e-6 },
    })
    expect(given.draw.schedule.sigma_max).toBe(1)
  })

  it('takes the factors of a zip together, also over steps', () => {
    const cells = expand(
      { train, draw: { ...draw, network: '@train' } },
      { zip: [{ 'train.seed': [0, 1, 2], 'draw.seed': [0, 1, 2] }], 'draw.schedule.sigma_max': [1, 2] },
    )
    expect(cells.filter(({ step }) => step === 'train')).toHaveLength(3)
    const drawn = cells.filter(({ step }) => step === 'draw')
    expect(drawn).toHaveLength(6)
    for (const { factors } of drawn) expect(factors['train.seed']).toBe(factors['draw.seed'])
    expect(expand({ draw }, { zip: { 'draw.seed': [0, 1], 'draw.n': [4, 8] } })).toHaveLength(2)
  })

  it('is one run a step where nothing varies', () => {
    expect(expand({ draw, judge }, {}).map(({ id }) => id)).toEqual(['draw/1', 'judge/1'])
  })
})

describe('refusals, each naming field and remedy', () => {
  const cases: [what: string, steps: object, vary: object, said: RegExp][] = [
    [
      'an unknown field of a step',
      { draw: { ...draw, shedule: {} } },
      {},
      /^steps\.draw: there is no field shedule\. Did you mean schedule\?$/,
    ],
    [
      'an unknown field that varies',
      { draw },
      { 'draw.schedule.sgma_max': [1] },
      /steps\.draw with draw\.schedule\.sgma_max = 1: there is no field schedule\.sgma_max\. Did you mean sigma_max\?/,
    ],
    ['a value that the field does not take', { draw }, { 'draw.n': [8, 0] }, /steps\.draw with draw\.n = 0: n: /],
    ['an empty factor', { draw }, { 'draw.seed': [] }, /vary\.draw\.seed is an empty list.*at least one value/],
    [
      'a factor that is no list',
      { draw },
      { 'draw.seed': 3 },
      /vary\.draw\.seed: give a list of values, such as \[3\]/,
    ],
    [
      'a factor that no step has',
      { draw },
      { 'darw.seed': [1] },
      /vary\.darw\.seed: no step is called darw.*Did you mean draw\?/,
    ],
    ['a factor without a field', { draw }, { draw: [1] }, /name a field of the step too, such as draw\.seed/],
    [
      'two factors on one key',
      { draw },
      { 'draw.seed': [1], zip: { 'draw.seed': [2] } },
      /draw\.seed varies twice; leave one/,
    ],
    [
      'a factor inside another',
      { draw },
      { 'draw.schedule': [draw.schedule], 'draw.schedule.levels': [2] },
      /draw\.schedule\.levels lies inside draw\.schedule/,
    ],
    ['one value twice', { draw }, { 'draw.seed': [1, 1] }, /has 1 twice/],
    [
      'a zip of unlike lengths',
      { draw },
      { zip: { 'draw.seed': [1, 2], 'draw.n': [3] } },
      /draw\.seed has 2 values and draw\.n has 1/,
    ],
    [
      'a million runs',
      { draw },
      {
        'draw.seed': Array.from({ length: 1000 }, (_, i) => i),
        'draw.n': Array.from({ length: 1000 }, (_, i) => i + 1),
      },
      /1,000,000 runs \(draw: 1000 of draw\.seed x 1000 of draw\.n\), and 10,000 is the most/,
    ],
    [
      'a reference to no step',
      { judge: { ...judge, samples: '@' }, draw },
      {},
      /steps\.judge\.samples: @ refers to no step/,
    ],
    [
      'a reference to an unknown step',
      { judge: { ...judge, samples: '@drw' }, draw },
      {},
      /@drw refers to no step.*Did you mean draw\?/,
    ],
    [
      'a reference to another kind',
      { judge: { ...judge, classifier: '@draw' }, draw },
      {},
      /@draw is a step of kind sample; one of kind train-classifier belongs here/,
    ],
    [
      'a reference where no run belongs',
      { judge: { ...judge, reference: { name: '@draw' } }, draw },
      {},
      /steps\.judge\.reference\.name: @draw would be a run, and none belongs here/,
    ],
    ['a reference that varies', { draw, judge }, { 'judge.samples': ['@draw'] }, /which one cannot vary/],
    ['a circle', { a: { ...train, initial: '@b' }, b: { ...train, initial: '@a' } }, {}, /in a circle \(a -> b -> a\)/],
    ['a comparison', { all: { kind: 'compare', runs: ['1'] } }, {}, /steps\.all\.kind/],
    ['no steps', {}, {}, /steps is empty/],
  ]
  it.each(cases)('%s', (_, steps, vary, said) => {
    expect(refusal(steps, vary)).toMatch(said)
  })

  it('an unknown key of the file, with the nearest name', () => {
    expect(() => parseSweep({ ...file({ draw }, {}), vray: {} })).toThrow(
      'Sweep: there is no field vray. Did you mean vary?',
    )
  })
})
