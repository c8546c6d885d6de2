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

it('cites the source of a corruption, of sampling and of training under it', () => {
  const schedule = { family: 'curves', t: [1, 0], sigmas: [0.1, 0.01], levels: [0.5, 0] }
  const sampler = { name: 'euler' }
  const keysOf = (more: object) => bibtexOf([parseRunConfig({ kind: 'sample', schedule, sampler, ...more })])
  expect(keysOf({ corruption: { name: 'mask' } })).toContain('daras2022soft')
  expect(keysOf({})).not.toContain('daras2022soft')
  const training = parseRunConfig({
    kind: 'train',
    network: { architecture: 'unet', parametrisation: 'residual' },
    corruption: { name: 'gaussian-blur' },
    schedule,
    objective: { name: 'residual' },
    training: { steps: 1 },
  })
  expect(bibtexOf([training])).toContain('daras2022soft')
})
