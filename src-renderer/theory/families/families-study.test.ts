import { expect, it } from 'vitest'
import type { Api } from '#contract/requests.ts'
import { SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import { answerOf, type Answered } from '../worker/tasks.ts'
import type { Ask } from '../worker/worker-door.ts'
import { logSnr } from '#theory/process/process.ts'
import { processOf } from '#theory/process/processes.ts'
import { FamiliesStudy, LINEAR_ENDS } from './families-study.svelte.ts'

const here: Ask = async (name, question) => answerOf(name, structuredClone(question)) as Answered<never>

it('measures every family as shipped, the VP ones with one integral of beta, and all that can with one log-SNR at both ends', async () => {
  const study = new FamiliesStudy({ ask: here, stop: () => {} }, new SpectrumChoice({} as Api))
  study.targets = [0.2, 0.1]
  await study.measure()
  expect(study.done).toBe(study.wanted.length)
  expect(study.wanted).toHaveLength(19)
  const linear = study.measured.shipped['vp-linear']
  const exponential = study.measured.shipped['ve-exponential']
  if ('error' in linear || 'error' in exponential) throw new Error('no steps')
  expect(linear.steps).toEqual([18, 34])
  expect(exponential.steps).toEqual([26, 49])
  for (const found of Object.values(study.measured.matched))
    expect('error' in found ? found.error : found.integralBeta).toBeCloseTo(10.05, 9)
  for (const found of Object.values(study.measured.ends)) {
    if ('error' in found) throw new Error(found.error)
    expect(logSnr(processOf(found.process), 1)).toBeCloseTo(LINEAR_ENDS.logSnrMin, 9)
  }
  expect(study.measured.ends['vp-linear']).toMatchObject({ steps: [18, 34] })
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
