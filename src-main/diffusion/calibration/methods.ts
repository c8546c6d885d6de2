/** What each method of calibration does with a teacher, a loss curve or a spectrum. */
import { isDeepStrictEqual } from 'node:util'
import type { CalibrationMethod } from '#axes/calibration-methods.ts'
import { isPlaced, type PlacedScheme } from '#axes/schemes/schemes.ts'
import { Refusal } from '#contract/refusal.ts'
import { binned } from '#theory/errors/binned-spectrum.ts'
import { optimiseGrid } from '#theory/errors/optimise.ts'
import { checkSpectrum } from '#theory/errors/spectrum.ts'
import { firstOrderGrid } from '#theory/calibration/first-order.ts'
import { leastBoundGrid } from '#theory/calibration/multistep-bound.ts'
import { chooseSampler, samplerOf } from '../samplers/samplers.ts'
import { gitsLevels, stepCosts } from './gits.ts'
import {
  accelerationMasses,
  entropicLevels,
  levelsOfMasses,
  type MeasuredLoss,
  scoreMasses,
} from './measured-masses.ts'
import { ossLevels } from './oss.ts'
import type { Flow } from './stand.ts'
import type { Teacher } from './teacher.ts'

export type Calibrating = {
  flow: Flow
  teacher: Teacher
  levels: number
  /** Half the width of the data range, in the score's units. */
  halfWidth: number
  /** E|D(x0 + sigma z) - x0|^2 at levels between the ends; measured when first asked. */
  loss(): Promise<MeasuredLoss>
  /** Eigenvalues of the data's covariance, in the score's units. */
  spectrum(): Promise<ArrayLike<number>>
  tick?: (done: number, of: number) => void
}

const endsOf = ({ teacher: { levels: from }, levels }: Calibrating) => ({
  levels,
  sigmaMax: from[0],
  sigmaMin: from.at(-2)!,
})

/** The oracle's scheme that is the sampler on a Gaussian. */
function schemeOf({ flow: { sampler } }: Calibrating): PlacedScheme {
  const { name } = sampler
  // along levels, without noise, DDIM is Euler's method
  if (name === 'euler' || (name === 'ddim' && sampler.eta === 0)) return 'euler'
  const { law } = samplerOf(sampler)
  // laws are those of the default parameters
  if (law?.reference === 'ode' && isPlaced(law.name) && isDeepStrictEqual(sampler, chooseSampler(name))) return law.name
  throw new Refusal(
    `method: the exact law of ${name} with these parameters on a Gaussian is not known here. Choose euler, heun, dpmpp2m, dpmpp3m, unipc, deis or ipndm at their defaults, or the method gits.`,
    { field: 'method', code: 'unsupported' },
  )
}

/** The positive levels, largest first, as many as asked for. */
export const CALIBRATE: { readonly [N in CalibrationMethod]: (asked: Calibrating) => Promise<number[]> } = {
  async gits({ flow, teacher, levels, tick }) {
    return gitsLevels(await stepCosts(flow, teacher, tick), teacher.levels, levels)
  },
  oss: ({ flow, teacher, levels, tick }) => ossLevels(flow, teacher, levels, tick),
  'sharp-euler': async ({ flow, teacher, levels }) =>
    levelsOfMasses(accelerationMasses(flow, teacher), teacher, levels),
  'fisher-arc': async ({ flow, teacher, levels }) => levelsOfMasses(scoreMasses(flow, teacher), teacher, levels),
  entropic: async (asked) => entropicLevels(await asked.loss(), 3, endsOf(asked)),
  'entropic-rescaled': async (asked) => entropicLevels(await asked.loss(), 2, endsOf(asked)),
  async 'optimised-w2'(asked) {
    const { levels, sigmaMax, sigmaMin } = endsOf(asked)
    const process = { family: 'edm', sigmaMax } as const
    const spectrum = await asked.spectrum()
    const scheme = schemeOf(asked)
    const grid = optimiseGrid({ spectrum, process, scheme, points: levels + 1, eps: 0, sigmaMin, start: 'exact' })
    return Array.from(grid.sigmas).slice(0, -1)
  },
  dmn: async (asked) => Array.from(leastBoundGrid({ ...endsOf(asked), unit: asked.halfWidth })),
  async 'first-order-w2'(asked) {
    const spectrum = checkSpectrum(await asked.spectrum())
    const law = binned({ spectrum, model: spectrum })
    const stepping = schemeOf(asked) === 'euler' ? 'euler' : 'heun'
    return Array.from(firstOrderGrid({ ...endsOf(asked), law, stepping, objective: 'w2' }))
  },
}
