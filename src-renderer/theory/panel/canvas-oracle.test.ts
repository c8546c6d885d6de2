import { expect, it } from 'vitest'
import type { Api } from '#contract/requests.ts'
import { gaussianErrors } from '#theory/errors/gaussian-errors.ts'
import { sigmaSequence } from '#theory/grids/sequences.ts'
import { SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import { answerOf, type Answered } from '../worker/tasks.ts'
import type { Ask } from '../worker/worker-door.ts'
import { CanvasOracle } from './canvas-oracle.svelte.ts'

const here: Ask = async (name, question) => answerOf(name, structuredClone(question)) as Answered<never>
const oracle = () =>
  new CanvasOracle(new SpectrumChoice({} as Api), {
    quick: here,
    slow: here,
    long: { ask: here, stop: () => {} },
  })
const sigmas = Array.from(sigmaSequence({ family: 'karras', levels: 18, sigmaMin: 0.002, sigmaMax: 80, rho: 7 }))

it('takes a schedule as the grid of EDM and goes on to 0, where every sampler offered has a finite answer', async () => {
  const one = oracle()
  one.schemes = ['edm', 'euler', 'dpmpp2m', 'ddpm', 'em']
  one.follow(one.questionFor({ sigmas, dataRange: [0, 1] })!, false)
  await new Promise((resolve) => setTimeout(resolve, 20))
  const answers = one.errors.value!
  expect(answers.filter(({ errors }) => errors === null)).toEqual([])
  const whole = gaussianErrors({
    spectrum: [1, 0.1, 0.001],
    process: { family: 'edm', sigmaMax: 80 },
    times: [...sigmas, 0],
    scheme: 'edm',
  })
  expect(answers[0].errors!.w2).toBe(whole.w2)
  expect(answers[0].errors!.truncation).toBe(0)
})

it('leaves what is too costly for a drag until the pointer is up', () => {
  const one = oracle()
  one.spectrum.power = { d: 10_000, power: 1, largest: 1 }
  one.spectrum.choose('power')
  const long = Array.from({ length: 1000 }, (_, i) => 80 * 0.99 ** i)
  const question = one.questionFor({ sigmas: long, dataRange: [0, 1] })!
  let asked = 0
  one.errors.ask = async () => void asked++
  one.follow(question, true)
  expect(asked).toBe(0)
  one.follow(question, false)
  expect(asked).toBe(1)
})

it('judges the others on the sheet as it judges the one that is edited', async () => {
  const one = oracle()
  const question = one.questionFor({ sigmas, dataRange: [0, 1] })!
  one.follow(question, false)
  one.compare(question, [{ id: 'twin', name: 'twin', slot: 1, sigmas, dataRange: [0, 1] }])
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(one.others.value).toEqual([{ id: 'twin', w2: one.errors.value!.map(({ errors }) => errors!.w2) }])
})

it('finds levels that beat the curve, between the same ends and as many', async () => {
  const one = oracle()
  const few = Array.from(sigmaSequence({ family: 'geometric', levels: 6, sigmaMin: 0.01, sigmaMax: 10 }))
  one.findBest({ sigmas: few, dataRange: [0, 1] })
  await new Promise((resolve) => setTimeout(resolve, 20))
  const best = one.best.value!
  expect([best.sigmas[0], best.sigmas.length, best.sigmas.at(-1)]).toEqual([10, 7, 0])
  expect(best.w2).toBeLessThan(best.named.find(({ name }) => name === 'curve')!.w2)
})
