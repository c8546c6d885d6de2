import { expect, it } from 'vitest'
import type { Api } from '#contract/requests.ts'
import { gaussianErrors } from '#theory/errors/gaussian-errors.ts'
import { sigmaSequence } from '#theory/grids/sequences.ts'
import { SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import { answerOf, type Answered } from '../worker/tasks.ts'
import type { Ask } from '../worker/worker-door.ts'
import { CanvasOracle } from './canvas-oracle.svelte.ts'

const here: Ask = async (name, question) => answerOf(name, structuredClone(question)) as Answered<never>
const oracle = () => new CanvasOracle(new SpectrumChoice({} as Api), { quick: here, slow: here })
const sigmas = Array.from(sigmaSequence({ family: 'karras', levels: 18, sigmaMin: 0.002, sigmaMax: 80, rho: 7 }))

it('takes a schedule as the grid of EDM and goes on to 0, where every sampler offered has a finite answer', async () => {
  const one = oracle()
  one.schemes = ['edm', 'euler', 'dpmpp2m', 'ddpm', 'em']
  one.follow(one.questionFor(sigmas, [0, 1])!, false)
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
  const question = one.questionFor(
    Array.from({ length: 1000 }, (_, i) => 80 * 0.99 ** i),
    [0, 1],
  )!
  let asked = 0
  one.errors.ask = async () => void asked++
  one.follow(question, true)
  expect(asked).toBe(0)
  one.follow(question, false)
  expect(asked).toBe(1)
})
