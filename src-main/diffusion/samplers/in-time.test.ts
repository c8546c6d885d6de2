/** The same word means the same thing in theory and in runs: each sampler that steps in t against its exact law on a Gaussian. */
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { gaussianErrors } from '#theory/errors/gaussian-errors.ts'
import { eulerMaruyama } from '#theory/errors/schemes/one-stage.ts'
import type { SchemeName } from '#theory/errors/schemes/schemes.ts'
import { processOf, type ProcessSpec } from '#theory/process/processes.ts'
import { processLevels } from '#theory/grids/process-levels.ts'
import { variancesInTime } from './impulse.testing.ts'
import { chooseSampler, costOfWalk, SAMPLER_NAMES, SAMPLERS, type SamplerName } from './samplers.ts'

const EIGENVALUES = [1, 0.1, 0.001]
const PROCESSES: ProcessSpec[] = [
  { family: 'vp-linear', betaMin: 0.1, betaMax: 20 },
  { family: 'sub-vp', betaMin: 0.1, betaMax: 20 },
  { family: 've-exponential', sigmaMin: 0.01, sigmaMax: 50 },
  { family: 'rectified-flow' },
]
const IN_TIME = SAMPLER_NAMES.filter((name) => SAMPLERS[name].stagesInTime !== null)

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

const timesOf = (schedule: Parameters<typeof processLevels>[0]) => processLevels(schedule).times

it('are the nine words that theory has for steps in t', () => {
  expect(IN_TIME.toSorted()).toEqual(
    ['ddim', 'ddpm', 'dpmpp2m', 'ei', 'em', 'euler', 'heun', 'reverse-diffusion', 'rk4'].toSorted(),
  )
})

describe.each(PROCESSES)('$family', (spec) => {
  it.each(IN_TIME)('%s ends in the law that theory gives it', async (name) => {
    for (const grid of ['uniform', 'quadratic'] as const) {
      const schedule = { family: 'process', process: spec, levels: 21, grid, eps: 1e-3 } as const
      const found = await variancesInTime(tf, chooseSampler(name), schedule, EIGENVALUES, 'prior')
      const times = timesOf(schedule)
      const { variances } = gaussianErrors({ spectrum: EIGENVALUES, process: spec, scheme: name as SchemeName, times })
      // float32 states: relative to the variance, or to rounding of states as large as the noise where the variance is tiny
      found.forEach((value, j) => expect(Math.abs(value - variances[j])).toBeLessThan(5e-5 * variances[j] + 1e-9))
    }
  })
})

describe('measured order, from the exact start to p_eps at eps = .01', () => {
  const spec = PROCESSES[0]
  const process = processOf(spec)
  const coarse: Partial<Record<SamplerName, number>> = { heun: 40, dpmpp2m: 40, rk4: 14 }
  it.each(IN_TIME)('%s', async (name) => {
    const grid = name === 'dpmpp2m' ? 'geometric' : 'uniform'
    const [eps, spectrum] = [name === 'rk4' ? 0.1 : 0.01, [1, 0.1]]
    const error = async (steps: number) => {
      const schedule = { family: 'process', process: spec, levels: steps + 1, grid, eps } as const
      const found = await variancesInTime(tf, chooseSampler(name), schedule, spectrum, 'exact')
      const exact = spectrum.map((l) => process.alphaSquared(eps) * l + process.sigmaSquared(eps))
      return Math.hypot(...found.map((value, j) => Math.sqrt(value) - Math.sqrt(exact[j])))
    }
    const steps = coarse[name] ?? 400
    const measured = Math.log2((await error(steps)) / (await error(2 * steps)))
    const order = SAMPLERS[name].order!
    expect(Math.abs(measured - order)).toBeLessThan(0.1)
  })
})

it('em leaves the noise of the last step away where it is asked to, as score_sde does', async () => {
  const [process, schedule] = [
    processOf(PROCESSES[0]),
    { family: 'process', process: PROCESSES[0], levels: 21 } as const,
  ]
  const [whole, mean] = await Promise.all(
    [{}, { denoise: true }].map((given) =>
      variancesInTime(tf, chooseSampler('em', given), schedule, EIGENVALUES, 'prior'),
    ),
  )
  const [t, last] = timesOf(schedule).slice(-2)
  const { noise } = eulerMaruyama(process, t, last, 0)
  whole.forEach((value, j) => expect(Math.abs(value - mean[j] - noise)).toBeLessThan(5e-5 * value))
})

it('costs its stages for each step of a process, and what it always cost on noise alone', () => {
  const along = { levels: 21, process: processOf(PROCESSES[0]) }
  const cost = (name: SamplerName) => costOfWalk(chooseSampler(name), along).nfe
  expect(['em', 'heun', 'rk4'].map((name) => cost(name as SamplerName))).toEqual([20, 40, 80])
  expect(costOfWalk(chooseSampler('heun'), { ...along, process: null }).nfe).toBe(41)
  expect(costOfWalk(chooseSampler('langevin', { inner: 2 }), along).nfe).toBe(43)
})
