import { expect, it } from 'vitest'
import { evaluateConfig } from '#contract/run-config.ts'
import { parseRunConfig } from '#contract/parse.ts'
import { alike } from './alike.ts'

const judge = (samples: string, more: object = {}) => evaluateConfig.parse({ kind: 'evaluate', samples, ...more })
const run = (number: number, steps: number, of: ReturnType<typeof judge> | null = null) => ({
  run: { number, steps },
  judge: of,
})
const reference = { name: 'mnist', split: 'train', subset: { n: 1000, seed: 0 } }

it('judges runs of unequal n by as many of their first samples, as the first was judged', () => {
  const found = alike([run(3, 100, judge('3', { reference })), run(5, 400, judge('5', { reference }))])
  expect(found.map((config) => parseRunConfig(config))).toMatchObject([{ samples: '5', n: 100, reference }])
})

it('takes the reference and features of the first that is evaluated, for those that are not or are judged otherwise', () => {
  const other = judge('4', { reference: { name: 'mine' }, features: 'inception' })
  const found = alike([run(2, 64), run(3, 64, judge('3', { reference })), run(4, 64, other)])
  expect(found).toMatchObject([
    { samples: '2', reference },
    { samples: '4', reference },
  ])
  expect(found.every((config) => !('n' in config) && !('features' in config && config.features))).toBe(true)
})

it('has nothing to do where all are judged alike, and judges plainly where none is', () => {
  const like = judge('3', { reference, n: 100 })
  expect(alike([run(3, 100, judge('3', { reference })), run(5, 400, { ...like, samples: '5' })])).toEqual([])
  expect(alike([run(3, 100)])).toEqual([])
  expect(alike([run(3, 100), run(5, 400)])).toEqual([
    { kind: 'evaluate', samples: '3' },
    { kind: 'evaluate', samples: '5', n: 100 },
  ])
})
