import { expect, it } from 'vitest'
import { corruptionWords, levelTitle } from './corruption.ts'
import { parseRunConfig } from './parse.ts'
import { unlikeStarts } from './unlike-starts.ts'

const sampling = (more: object) =>
  parseRunConfig({
    kind: 'sample',
    schedule: { family: 'two-stage', levels: 5 },
    sampler: { name: 'momentum' },
    ...more,
  })
const blur = { name: 'gaussian-blur', padding: 'periodic' }
const blurred = sampling({ corruption: blur, start: 'corrupted', start_from: { name: 'mnist' } })
const noisy = sampling({ start: 'normal' })

it('says which runs start from corrupted images beside runs that start from noise', () => {
  const runs = [blurred, noisy, noisy].map((config, i) => ({ number: i + 1, config }))
  expect(unlikeStarts(runs)).toContain(
    'run 1 starts from images of mnist under gaussian-blur, padding periodic, half_size 32; runs 2, 3 start from noise.',
  )
})

it('tells starts under other corruptions apart, and is silent where all start alike or none is corrupted', () => {
  const masked = sampling({ corruption: { name: 'mask' }, start: 'corrupted', start_from: { name: 'mnist' } })
  const numbered = (...configs: (typeof noisy)[]) => configs.map((config, i) => ({ number: i, config }))
  expect(unlikeStarts(numbered(blurred, masked))).toContain('under mask, patch 1, mask_seed 0')
  expect(unlikeStarts(numbered(blurred, blurred))).toBeNull()
  expect(unlikeStarts(numbered(noisy, sampling({ start: 'uniform' })))).toBeNull()
})

it('names a corruption and what its levels count', () => {
  expect(corruptionWords(undefined)).toBeNull()
  expect(corruptionWords({ name: 'identity' })).toBeNull()
  expect(levelTitle('gaussian-blur')).toBe('Standard deviation of the kernel, b (px)')
  expect(levelTitle('mask')).toBe('Share of the patches that is hidden, m')
})
