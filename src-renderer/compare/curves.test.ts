import { expect, it } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import { EXAMPLE_RUN } from '#contract/run.ts'
import type { Compared } from './comparison.svelte.ts'
import { curvesOf, slotsOf } from './curves.ts'

const two = { family: 'two-stage', levels: 3, sigma_max: 0.1, sigma_min: 0.01, corruption_max: 0.5, noise_share: 0.5 }
function compared(number: number, more: object, scheduleHash = 'one'): Compared {
  const config = parseRunConfig({ kind: 'sample', schedule: two, sampler: { name: 'momentum' }, ...more })
  const run = { ...EXAMPLE_RUN, id: `id-${number}`, number, scheduleHash, config, results: [], environment: null, files: [], remarks: [] } // prettier-ignore
  return { run, evaluation: [], judge: null, judgeRemarks: [], sheet: null, losses: [] }
}
const blur = { name: 'gaussian-blur', padding: 'periodic' }

it('draws both curves of a run under a corruption, one for runs alike, and tells one schedule under two corruptions apart', () => {
  const runs = [
    compared(1, { corruption: blur }),
    compared(2, { corruption: blur, seed: 1 }),
    compared(3, { corruption: { name: 'mask' } }),
    compared(4, { schedule: { family: 'geometric', levels: 3, sigma_max: 20, sigma_min: 0.01 } }, 'other'),
  ]
  const curves = curvesOf(runs, [])
  expect(curves.map(({ label }) => label)).toEqual([
    'two-stage, 3 levels, gaussian-blur, padding periodic, half_size 32',
    'two-stage, 3 levels, mask, patch 1, mask_seed 0',
    'geometric, 3 levels',
  ])
  expect(curves[0].corruption).toMatchObject({ levels: [0.5, 0, 0], axis: 'Standard deviation of the kernel, b (px)' })
  expect(curves[1].corruption).toMatchObject({ axis: 'Share of the patches that is hidden, m' })
  expect(curves[2].corruption).toBeNull()
  expect([...slotsOf(runs).values()]).toEqual([0, 0, 1, 2])
})
