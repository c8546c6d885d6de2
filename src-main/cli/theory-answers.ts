/** What the theory commands answer, from unknown input to numbers or a refusal that names the field. */
import type { z } from 'zod'
import { type Camel, toCamel, toSnake } from '#contract/casing.ts'
import { parse } from '#contract/parse.ts'
import { finiteDataOptions, unfinishedOptions } from '#contract/theory-learning.ts'
import { softOptions } from '#contract/theory-soft.ts'
import * as contract from '#contract/theory.ts'
import { gaussianErrors, type GaussianQuestion } from '#theory/errors/gaussian-errors.ts'
import { finiteDataAnswer, unfinishedAnswer } from './learning-answers.ts'
import { softAnswer } from './soft-answer.ts'
import { annealedLangevin } from '#theory/errors/langevin.ts'
import { optimiseGrid } from '#theory/errors/optimise.ts'
import { fewestSteps } from '#theory/errors/steps.ts'
import { curieWeissOutcome } from '#theory/laws/curie-weiss-flow.ts'
import { mixtureOutcome } from '#theory/laws/mixture.ts'
import { processOf, processAt, type ProcessSpec } from '#theory/process/processes.ts'

/** Each command: what it takes, what it answers, and one line of help. */
function answer<S extends z.ZodType>(schema: S, help: string, run: (given: Camel<z.output<S>>) => object) {
  return { help, run: (input: unknown) => run(toCamel(parse(schema, input, 'Arguments'))) }
}

export const THEORY_ANSWERS = {
  process: answer(
    contract.theoryProcess,
    'alpha, sigma, f, g and log-SNR at a time: family=ve-polynomial rho=7 sigma_min=.01 sigma_max=50 t=0.5',
    ({ t, family, ...params }) => processAt(family, params as never, t),
  ),
  gaussian: answer(
    contract.theoryGaussian,
    'exact W2 errors of a scheme: spectrum=1,0.1 family=vp-linear beta_min=0.1 beta_max=20 scheme=em points=50',
    gaussian,
  ),
  steps: answer(
    contract.theorySteps,
    'fewest uniform steps of the exponential integrator with W2 <= target: family=... spectrum=... target=0.1',
    ({ spectrum, target, ...process }) => fewestSteps({ spectrum, target, process: process as ProcessSpec }),
  ),
  langevin: answer(
    contract.theoryLangevin,
    'variances under annealed Langevin: sigmas=1,0.1 eps= inner= convention= start_variance= spectrum=',
    (question) => snake(annealedLangevin(question)),
  ),
  soft: answer(
    softOptions,
    'variances under a periodic blur, exactly: size=32 frequencies=0,1,4,12 spectrum=1,0.5,0.1,0.01 schedule=two-stage steps=280 sampler=momentum',
    softAnswer,
  ),
  'finite-data': answer(
    finiteDataOptions,
    'what n images cost a perfect training on a Gaussian, or how many it takes: spectrum=1,0.1 images=1000 | target=0.05 [sigma=0.5]',
    finiteDataAnswer,
  ),
  unfinished: answer(
    unfinishedOptions,
    'what stopping a linear training costs, or how long it takes: spectrum=1,0.1 time=50 | target=0.05 [initial=0 sigma_max=80 sigma_min=0.002]',
    unfinishedAnswer,
  ),
  mixture: answer(
    contract.theoryMixture,
    'mode weight and width of a Gaussian mixture: d= m= std= p= alpha=trig variance=1 dilation=vp kappa= steps=',
    ({ variance, ...spec }) => mixtureOutcome({ ...spec, variance: `${variance}` }),
  ),
  'curie-weiss': answer(
    contract.theoryCurieWeiss,
    'the same for the Curie-Weiss magnet: d= beta= alpha= variance= dilation= steps= chains= seed=',
    ({ variance, ...spec }) => curieWeissOutcome({ ...spec, variance: `${variance}` }),
  ),
}

type Gaussian = Camel<z.output<typeof contract.theoryGaussian>>
const QUESTION = ['spectrum', 'scheme', 'points', 'eps', 'start', 'misfit', 'inner', 'stepLr', 'convention'] as const
const CHURN = ['sChurn', 'sTmin', 'sTmax', 'sNoise'] as const

/** The question's own fields apart; what is left over describes the process. */
function gaussian(given: Gaussian): object {
  const own = new Set<string>([...QUESTION, ...CHURN])
  const entries = Object.entries(given).filter(([, value]) => value !== undefined)
  const question = Object.fromEntries(entries.filter(([key]) => own.has(key)))
  const process = Object.fromEntries(entries.filter(([key]) => !own.has(key)))
  return gaussianErrors({ ...question, process } as unknown as GaussianQuestion)
}

/** The grid along the process named, or along `edm`, whose times are the noise levels themselves. */
export function optimisedGrid(input: Readonly<Record<string, unknown>>) {
  const given = toCamel(parse(contract.theoryOptimise, { family: 'edm', ...input }, 'Arguments'))
  const { spectrum, scheme, points, objective, out, dataRange, ...rest } = given
  const { family, eps = family === 'edm' ? 0 : undefined, sigmaMin, ...parameters } = rest
  const process = processOf({ family, ...parameters, ...(family.startsWith('ve-') && { sigmaMin }) } as ProcessSpec)
  const found = optimiseGrid({ spectrum, scheme, points, objective, eps, sigmaMin, process })
  const { sigmas, times, w2, kl, gain, named } = found
  return { answer: { sigmas, times, w2, kl, gain, named }, scheme, out, dataRange }
}

const snake = (value: object): object =>
  toSnake(
    Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        ArrayBuffer.isView(item) ? Array.from(item as Float64Array) : item,
      ]),
    ),
  ) as object
