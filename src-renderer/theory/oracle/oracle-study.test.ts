import { expect, it } from 'vitest'
import type { Api } from '#contract/requests.ts'
import { SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import { answerOf, type Answered } from '../worker/tasks.ts'
import type { Ask } from '../worker/worker-door.ts'
import { wholes } from '../places.ts'
import { OracleStudy } from './oracle-study.svelte.ts'
import { ORACLE_TASKS, TRUNCATION } from './oracle-tasks.ts'
import { CANVAS_SCHEMES, PAGE_SCHEMES, SCHEME_ROWS } from './schemes.ts'

const here: Ask = async (name, question) => answerOf(name, structuredClone(question)) as Answered<never>
const study = () => new OracleStudy(new SpectrumChoice({} as Api), { quick: here, slow: here })

it('asks for what is on the page and keeps parameters that two families share', () => {
  const one = study()
  one.setParameter('betaMax', 12)
  one.choose('vp-polynomial')
  expect(one.process).toEqual({ family: 'vp-polynomial', betaMin: 0.1, betaMax: 12, rho: 5 })
  one.choose('ve-exponential')
  expect(one.process).toEqual({ family: 've-exponential', sigmaMin: 0.01, sigmaMax: 50 })
  one.toggle('heun')
  one.toggle('ddim')
  expect(one.question!.schemes).toEqual(['em', 'ei', 'euler', 'ddim'])
  one.spectrum.choose('pasted')
  one.spectrum.pasted = 'no number'
  expect(one.question).toBeNull()
})

it('names the field at fault and keeps the figures of the last good question', async () => {
  const one = study()
  one.compute(one.question!)
  await new Promise((resolve) => setTimeout(resolve, 20))
  const good = one.errors.value!
  expect(good.map(({ scheme }) => scheme)).toEqual(['em', 'ei', 'euler', 'heun'])
  one.eps = 2
  one.compute(one.question!)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(one.fault?.field).toBe('eps')
  expect(one.errors.value).toBe(good)
})

it('shows what the command line prints: EI reaches W2 0.1 on (1, 0.1, 0.001) in 34 steps of VP linear, not in 33', () => {
  const [{ points }] = ORACLE_TASKS['oracle/against-points']({
    spectrum: [1, 0.1, 0.001],
    process: { family: 'vp-linear', betaMin: 0.1, betaMax: 20 },
    eps: 0,
    schemes: ['ei'],
    counts: [34, 35],
  })
  expect(points[0].y).toBeGreaterThan(0.1)
  expect(points[1].y).toBeLessThanOrEqual(0.1)
})

it('puts a gap where one scheme has no finite answer, with its reason, beside the others', () => {
  const answers = ORACLE_TASKS['oracle/errors']({
    spectrum: [1, 0],
    process: { family: 'vp-linear', betaMin: 0.1, betaMax: 20 },
    eps: 0,
    points: 20,
    schemes: ['em', 'heun'],
  })
  expect(answers[0].errors!.w2).toBeGreaterThan(0)
  expect(answers[1].errors).toBeNull()
  expect(answers[1].reason).toMatch(/eps above 0/)
})

it('draws no two schemes of one page alike', () => {
  for (const names of [[...PAGE_SCHEMES], [...CANVAS_SCHEMES]])
    expect(new Set(names.map((name) => SCHEME_ROWS[name].slot)).size).toBe(names.length)
  expect(wholes(4, 1000, 24).at(-1)).toBe(1000)
})

it('tells Langevin dynamics and the churned sampler what they need beside the grid', () => {
  const question = {
    spectrum: [1, 0.1, 0.001],
    process: { family: 'edm' as const, sigmaMax: 10 },
    times: [10, 3, 1, 0.3, 0.1, 0],
    schemes: ['langevin', 'edm', 'reverse-diffusion'] as const,
    inner: 20,
    pull: 0.1,
  }
  const [plain, churned] = [0, 20].map((sChurn) => ORACLE_TASKS['oracle/errors']({ ...question, sChurn, sTmax: 50 }))
  expect(plain.map(({ reason }) => reason)).toEqual([null, null, null])
  expect(plain[0].errors!.w2).toBe(churned[0].errors!.w2)
  expect(plain[1].errors!.w2).not.toBe(churned[1].errors!.w2)
  const [langevin] = ORACLE_TASKS['oracle/errors']({ ...question, pull: 0.5, schemes: ['langevin'] })
  expect(langevin.errors!.w2).not.toBe(plain[0].errors!.w2)
})

it('draws the truncation alone against eps, which no scheme from the exact law stays below', () => {
  const curves = ORACLE_TASKS['oracle/against-eps']({
    spectrum: [1, 0.1, 0.001],
    process: { family: 'vp-linear', betaMin: 0.1, betaMax: 20 },
    points: 400,
    schemes: ['em'],
    ends: [1e-4, 1e-2],
  })
  expect(curves.map(({ label }) => label)).toEqual(['EM', TRUNCATION])
  const [, { points }] = curves
  expect(points[0].y).toBeLessThan(points[1].y)
  expect(points[1].y).toBeCloseTo(Math.abs(Math.sqrt(0.001) - Math.sqrt(0.001 + 0.999 * -Math.expm1(-0.001995))), 2)
})
