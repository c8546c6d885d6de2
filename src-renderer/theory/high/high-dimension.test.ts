import { expect, it } from 'vitest'
import { answerOf, type Answered } from '../worker/tasks.ts'
import type { Ask } from '../worker/worker-door.ts'
import { MAGNET_SETTINGS, MagnetStudy, type MagnetSetting } from './magnet-study.svelte.ts'
import { dilationsOf, MixtureStudy, SETTINGS, type SettingName } from './mixture-study.svelte.ts'
import { MIXTURE_TASKS } from './mixture-tasks.ts'

const here: Ask = async (name, question) => answerOf(name, structuredClone(question)) as Answered<never>
const mixture = () => new MixtureStudy({ quick: here, slow: here })

it('takes the dilation along that an interpolant has', () => {
  const study = mixture()
  study.setInterpolant({ variance: 'd' })
  expect(study.dilation).toBe('ve-trig-alpha')
  study.setInterpolant({ alpha: 'lin' })
  expect(study.dilation).toBe('ve-lin')
  study.setInterpolant({ variance: '1' })
  expect(study.dilation).toBe('vp')
})

it('has in every published setting a dilation of its interpolant, and an answer', () => {
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const study = mixture()
    study.take(name)
    expect(dilationsOf(study.interpolant)).toContain(study.dilation)
    const { dilated } = MIXTURE_TASKS['mixture/paths']({ spec: study.spec, samples: 3, coordinates: 2, seed: 0 })
    expect(dilated.outcome.weight).toBeGreaterThan(0.5)
  }
})

it('shows the published weights and shapes of the plain and the dilated sampler', () => {
  const study = mixture()
  study.kappa = 3
  study.steps = 50
  const { plain, dilated, limit } = MIXTURE_TASKS['mixture/against-d']({ spec: study.spec, values: [1e4, 1e6] })
  for (const [{ weight, std }, published] of [
    [plain[0], [0.9346, 0.5105]],
    [dilated[1], [0.8067, 0.521]],
  ] as const) {
    expect(Math.abs(weight - published[0])).toBeLessThan(1e-4)
    expect(Math.abs(std - published[1])).toBeLessThan(1e-4)
  }
  expect(Math.abs(limit!.std - dilated[1].std)).toBeLessThan(0.01)
})

it('says what the magnet costs before it runs, and refuses what costs too much', async () => {
  const study = new MagnetStudy({ ask: here, stop: () => {} }, mixture())
  expect(study.updates).toBe(100 * 1000 * 50)
  study.law = 'finite'
  expect(study.updates / (100 * 1000 * 50)).toBeGreaterThan(15)
  expect(study.updates / (100 * 1000 * 50)).toBeLessThan(25)
  study.chains = 1_000_000
  expect(study.refusal).toMatchObject({ field: 'chains' })
  study.start()
  expect(study.run.count).toBe(0)
  Object.assign(study, { law: 'limit', chains: 20, d: 100, steps: 20 })
  study.start()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(study.run.value!.mean).toHaveLength(20)
  expect(study.run.value!.mean[0].every(Number.isFinite)).toBe(true)
  expect(study.run.value!.target.weight).toBeCloseTo(0.7906, 3)
})

it('takes each notebook’s setting of the magnet within what it may cost', () => {
  for (const name of Object.keys(MAGNET_SETTINGS) as MagnetSetting[]) {
    const mixture = new MixtureStudy({ quick: here, slow: here })
    const magnet = new MagnetStudy({ ask: here, stop: () => {} }, mixture)
    magnet.take(name)
    expect(magnet.spec).toMatchObject({ ...MAGNET_SETTINGS[name], kappa: 3, p: 0.8 })
    expect(magnet.refusal).toBeNull()
  }
})
