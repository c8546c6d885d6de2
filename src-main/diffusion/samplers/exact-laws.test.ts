/** The oracle's law of each sampler on a Gaussian against the sampler's own code, run in float64. */
import { describe, expect, it } from 'vitest'
import { dpmpp2mSde } from '#theory/errors/schemes/dpmpp.ts'
import { erSde } from '#theory/errors/schemes/er-sde.ts'
import { restart } from '#theory/errors/schemes/restart.ts'
import { saSolver } from '#theory/errors/schemes/sa-solver.ts'
import type { Problem, Scheme } from '#theory/errors/schemes/scheme.ts'
import { SCHEMES } from '#theory/errors/schemes/schemes.ts'
import { deis, ipndm } from '#theory/errors/schemes/slopes.ts'
import { unipc } from '#theory/errors/schemes/unipc.ts'
import { walkLaw } from '#theory/errors/walk-law.ts'
import { processOf } from '#theory/process/processes.ts'
import { float64Variance } from './float64.testing.ts'
import { chooseSampler, type ChoiceOf, type SamplerChoice, type SamplerName } from './samplers.ts'

const LEVELS = [80, 31, 14, 9, 3.3, 1.2, 0.61, 0.2, 0.05]
const EIGENVALUES = [200, 1, 0.1, 0.001]

const SA = { tau: 1, tauMin: 0.1, tauMax: 10 }

function own<N extends SamplerName, P extends Partial<ChoiceOf<N>>>(
  name: N,
  parameters: P,
  map: (parameters: P) => Scheme['compile'],
): [SamplerChoice, Scheme['compile']] {
  return [chooseSampler(name, parameters) as SamplerChoice, map(parameters)]
}

const CASES: readonly [string, SamplerChoice, Scheme['compile']][] = [
  ['euler', chooseSampler('euler'), SCHEMES.euler.compile],
  ['heun', chooseSampler('heun'), SCHEMES.edm.compile],
  ['dpmpp2m', chooseSampler('dpmpp2m'), SCHEMES.dpmpp2m.compile],
  ['dpmpp3m', chooseSampler('dpmpp3m'), SCHEMES.dpmpp3m.compile],
  ['dpmpp2m-sde', chooseSampler('dpmpp2m-sde'), SCHEMES['dpmpp2m-sde'].compile],
  ['dpmpp2m-sde, eta 1/2', chooseSampler('dpmpp2m-sde', { eta: 0.5 }), dpmpp2mSde(0.5)],
  ['ipndm', chooseSampler('ipndm'), SCHEMES.ipndm.compile],
  ['ipndm, 2 slopes', chooseSampler('ipndm', { order: 2 }), ipndm(2)],
  ['deis', chooseSampler('deis'), SCHEMES.deis.compile],
  ['deis, 4 slopes', chooseSampler('deis', { order: 4 }), deis(4)],
  ['unipc', chooseSampler('unipc'), SCHEMES.unipc.compile],
  ['unipc, 1 value', chooseSampler('unipc', { order: 1 }), unipc(1)],
  ['unipc, 3 values', chooseSampler('unipc', { order: 3 }), unipc(3)],
  ['er-sde', chooseSampler('er-sde'), SCHEMES['er-sde'].compile],
  ['er-sde, order 2 of the flow', ...own('er-sde', { order: 2, noiseScale: 'ode', sNoise: 1 }, erSde)],
  ['er-sde, order 1 of the SDE', ...own('er-sde', { order: 1, noiseScale: 'sde', sNoise: 1.1 }, erSde)],
  ['sa-solver', chooseSampler('sa-solver'), SCHEMES['sa-solver'].compile],
  ['sa-solver, 4 and 4', ...own('sa-solver', { ...SA, predictorOrder: 4, correctorOrder: 4 }, saSolver)],
  ['sa-solver, 3 and none', ...own('sa-solver', { ...SA, predictorOrder: 3, correctorOrder: 0 }, saSolver)],
  ['sa-solver, 1 and 3', ...own('sa-solver', { ...SA, predictorOrder: 1, correctorOrder: 3, tau: 0.4 }, saSolver)],
  ['restart', chooseSampler('restart'), SCHEMES.restart.compile],
  ['restart, more', ...own('restart', { restarts: 3, restartLevels: 5, restartMin: 1, restartMax: 20 }, restart)],
]

const problemOf = (sigmas: readonly number[]): Problem => ({
  process: processOf({ family: 'edm', sigmaMax: 80 }),
  times: Float64Array.from(sigmas),
  model: Float64Array.from(EIGENVALUES),
  misfit: 0,
  langevin: { inner: 1, stepLr: 1, convention: 'code' },
  churn: { amount: 0, tMin: 0, tMax: Infinity, noise: 1 },
  steps: sigmas.length - 1,
})

describe.each([
  ['to the last level', LEVELS],
  ['to 0', [...LEVELS, 0]],
])('%s, the law is that of the walk in float64 to 1e-9', (_, sigmas) => {
  it.each(CASES)('%s', async (_name, choice, compile) => {
    const { scale, shift } = walkLaw(compile(problemOf(sigmas)), EIGENVALUES.length)
    for (const [j, l] of EIGENVALUES.entries()) {
      const found = await float64Variance(choice, sigmas, l)
      expect(Math.abs((scale[j] * (l + 80 ** 2) + shift[j]) / found - 1), `eigenvalue ${l}`).toBeLessThan(1e-9)
    }
  })
})
