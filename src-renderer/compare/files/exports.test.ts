import { expect, it } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import { bibtexOf } from './bibtex.ts'

it('cites each method of the runs once', () => {
  const sampleRun = (sampler: string) =>
    parseRunConfig({
      kind: 'sample',
      schedule: { family: 'karras', levels: 5, sigma_max: 1, sigma_min: 0.1 },
      sampler: { name: sampler },
    })
  const text = bibtexOf([
    sampleRun('heun'),
    sampleRun('ddim'),
    parseRunConfig({ kind: 'evaluate', samples: 1, reference: { name: 'mnist' } }),
  ])
  const keys = [...text.matchAll(/^@\w+\{([^,]+),$/gm)].map(([, key]) => key)
  expect(keys).toEqual(['karras2022edm', 'song2021ddim', 'heusel2017ttur', 'clopper1934', 'lecun1998'])
})
