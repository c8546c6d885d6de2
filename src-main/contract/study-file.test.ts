import { describe, expect, it } from 'vitest'
import { cellsOfArm, cellsOfTier, parseStudy } from './study-file.ts'

const draw = {
  kind: 'sample',
  score: { name: 'mixture' },
  schedule: { family: 'list', sigmas: [1, 0.1] },
  sampler: { name: 'langevin', inner: 2 },
  n: 10,
}
const tier = {
  says: 'Two arms.',
  minutes: 1,
  sweep: { steps: { draw }, vary: { 'draw.n': [10, 20], 'draw.seed': [0, 1] } },
  arms: [
    { name: 'few', step: 'draw', where: { 'draw.n': 10 } },
    { name: 'many', step: 'draw', where: { 'draw.n': 20 } },
  ],
  shown: [{ measure: 'result', result: 'nfe' }],
  compare: [{ name: 'few > many', of: { measure: 'spread' }, first: 'few', second: 'many', sign: 1 }],
}
const study = {
  kind: 'study',
  id: 'toy',
  source: 'ncsn-report',
  title: 'A toy',
  claim: 'Few are more.',
  published: { where: 'Table 1', columns: ['arm', 'value'], rows: [['few', 2]] },
  tiers: { toy: tier },
}
const toy = (change: object) => ({ ...study, tiers: { toy: { ...tier, ...change } } })

describe('a study file', () => {
  it('has arms of all the seeds that have their factors', () => {
    const parsed = parseStudy(study)
    const cells = cellsOfTier(parsed, 'toy', parsed.tiers.toy!)
    expect(cellsOfArm(cells, parsed.tiers.toy!.arms[1]).map(({ factors }) => factors)).toEqual([
      { 'draw.n': 20, 'draw.seed': 0 },
      { 'draw.n': 20, 'draw.seed': 1 },
    ])
  })

  it.each<[string, object, RegExp]>([
    [
      'without a published number',
      { ...study, published: { ...study.published, rows: [] } },
      /published\.rows: a study states what was published/,
    ],
    [
      'without where it is printed',
      { ...study, published: { columns: ['a'], rows: [[1]] } },
      /published\.where is missing/,
    ],
    [
      'whose rows do not fit',
      { ...study, published: { where: 'x', columns: ['a'], rows: [[1, 2]] } },
      /published\.rows\.0 has 2 values for 1 columns/,
    ],
    [
      'with an arm that no run has',
      toy({ arms: [{ name: 'few', step: 'draw', where: { 'draw.n': 11 } }] }),
      /arms\.0: no run of step draw has the factors of few/,
    ],
    [
      'with an arm whose runs draw one noise',
      toy({
        sweep: { steps: { draw }, vary: { 'draw.n': [10, 20], 'draw.start_std': [1, 2] } },
      }),
      /arms\.0: runs of few draw the same noise \(draw\.seed 0\).*vary draw\.seed/,
    ],
    [
      'with a crossing of other comparisons',
      toy({ crossings: [{ name: 'curves', x: 'steps', at: [1, 2], of: ['few > many', 'few > mny'] }] }),
      /crossings\.0: there is no comparison few > mny\. .*few > many/,
    ],
    [
      'with a crossing of more places than comparisons',
      toy({ crossings: [{ name: 'curves', x: 'steps', at: [1, 2, 3], of: ['few > many', 'few > many'] }] }),
      /crossings\.0 has 3 places and 2 comparisons/,
    ],
    ['with an arm twice', toy({ arms: [tier.arms[0], tier.arms[0]] }), /arms has few twice/],
    [
      'comparing an arm that is not there',
      toy({ compare: [{ ...tier.compare[0], second: 'may' }] }),
      /there is no arm may\. Did you mean many\?/,
    ],
    [
      'with an unknown measure',
      toy({ shown: [{ measure: 'distanc' }] }),
      /measure must be one of distance, .*got distanc/,
    ],
    ['whose sweep is wrong', toy({ sweep: { steps: { draw: { ...draw, shedule: 1 } } } }), /Did you mean schedule/],
    ['with an unknown key', { ...study, clam: '' }, /no field clam\. Did you mean claim\?/],
  ])('is refused %s', (_, input, message) => expect(() => parseStudy(input)).toThrow(message))
})
