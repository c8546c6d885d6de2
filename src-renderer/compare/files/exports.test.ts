import { describe, expect, it } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import { bibtexOf } from './bibtex.ts'
import { snippet } from './snippets.ts'

describe('a snippet', () => {
  const schedule = { name: 'mine', levels: 18, dataRange: [0, 1] as const, sampler: 'heun' }
  it('doubles sigma where the data was in [0, 1], and says so', () => {
    expect(snippet('k-diffusion', schedule)).toContain('np.load("mine.npy") * 2')
    expect(snippet('k-diffusion', { ...schedule, dataRange: [-1, 1] })).not.toContain('* 2')
  })
  it('ends in 0 for either program, which both expect of the list', () => {
    expect(snippet('k-diffusion', schedule)).toContain('sigmas.new_zeros([1])')
    expect(snippet('diffusers', schedule)).toContain('[*sigmas.tolist(), 0.0]')
  })
  it('keeps a hostile name inside its string and its comment', () => {
    const text = snippet('diffusers', { ...schedule, name: 'x")\nimport os' })
    expect(text).toContain('np.load("x\\")\\nimport os.npy")')
    expect(text.split('\n').filter((line) => line.startsWith('import'))).toEqual(['import numpy as np', 'import torch'])
  })
})

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
