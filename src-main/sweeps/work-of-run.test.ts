import { expect, it } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import { type Known, workOf } from './work-of-run.ts'

const schedule = { family: 'geometric', levels: 40, sigma_max: 1, sigma_min: 0.01 }
const draw = (more: object = {}) => parseRunConfig({ kind: 'sample', network: 'mnist-unet', schedule, n: 300, ...more })
const nothing: Known = { networkOf: (reference) => reference, runOf: () => null }

it('counts evaluations as the sampler does: of each level and inner step, and of the last denoising', () => {
  expect(workOf(draw({ sampler: { name: 'langevin', inner: 3, eps: 2e-5 } }), nothing).evaluations).toBe(
    300 * (40 * 3 + 1),
  )
  expect(workOf(draw({ sampler: { name: 'heun' } }), nothing).evaluations).toBe(300 * (2 * 40 - 1))
  const train = parseRunConfig({ kind: 'train', training: { steps: 50, batch_size: 32 } })
  expect(workOf(train, nothing)).toMatchObject({ amount: 50, evaluations: 1600 })
})

it('holds runs alike that differ in the amount of work alone, and trained networks by their architecture', () => {
  const like = (config: ReturnType<typeof draw>, known = nothing) => workOf(config, known).like
  expect(like(draw())).toBe(like(draw({ n: 5, seed: 3, sampler: { name: 'euler' } })))
  expect(like(draw())).not.toBe(like(draw({ execution: { precision: 'bfloat16' } })))
  expect(like(draw())).not.toBe(like(draw({ network: undefined, score: { name: 'gaussian' } })))
  const trained: Known = { ...nothing, networkOf: () => ({ architecture: 'unet', base: 32 }) }
  expect(like(draw({ network: '3' }), trained)).toBe(like(draw({ network: '7' }), trained))
  expect(like(draw({ network: '3' }))).not.toBe(like(draw({ network: '7' })))
})
