import { expect, it } from 'vitest'
import type { Api } from '#contract/requests.ts'
import { SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import { answerOf, type Answered } from '../worker/tasks.ts'
import type { Ask } from '../worker/worker-door.ts'
import { FamiliesStudy } from './families-study.svelte.ts'

const here: Ask = async (name, question) => answerOf(name, structuredClone(question)) as Answered<never>

it('measures every family as shipped, and the VP ones once more with one integral of beta', async () => {
  const study = new FamiliesStudy({ ask: here, stop: () => {} }, new SpectrumChoice({} as Api))
  study.targets = [0.2, 0.1]
  await study.measure()
  expect(study.done).toBe(study.wanted.length)
  expect(study.wanted).toHaveLength(12)
  const linear = study.measured.shipped['vp-linear']
  const exponential = study.measured.shipped['ve-exponential']
  if ('error' in linear || 'error' in exponential) throw new Error('no steps')
  expect(linear.steps).toEqual([18, 34])
  expect(exponential.steps).toEqual([26, 49])
  for (const found of Object.values(study.measured.matched))
    expect('error' in found ? found.error : found.integralBeta).toBeCloseTo(10.05, 9)
})

it('stops at once, and what was still on its way changes nothing', async () => {
  const open: ((answer: Answered<never>) => void)[] = []
  const ask: Ask = () => new Promise((resolve) => open.push(resolve))
  const study = new FamiliesStudy(
    { ask, stop: () => open.forEach((answer) => answer({ ok: false, error: { code: 'cancelled', message: '' } })) },
    new SpectrumChoice({} as Api),
  )
  const measuring = study.measure()
  study.stop()
  await measuring
  expect([study.busy, study.done]).toEqual([false, 0])
})
