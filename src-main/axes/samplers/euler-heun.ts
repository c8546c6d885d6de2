/** A solver for each step: Euler's while the noise is large, Heun's after. */
import { z } from 'zod'
import { onePerLevel, samplerRow } from '../row.ts'

type Parameters = { eulerSteps: number }

export const eulerHeun = samplerRow({
  ...onePerLevel,
  name: 'euler-heun',
  title: 'Euler, then Heun',
  source: 'Karras et al. 2022, arXiv:2206.00364, Algorithm 1, its correction from a given step on',
  works: ['karras2022'],
  parameters: {
    euler_steps: z
      .number()
      .int()
      .min(0)
      .max(10_000)
      .default(4)
      .describe('First steps taken by Euler; the rest by Heun'),
  },
  order: 2,
  // the step to 0 is Euler's in any case
  nfe: (levels, { eulerSteps }: Parameters) => levels + Math.max(0, levels - 1 - eulerSteps),
  stagesInTime: null,
  idle: (parameters, sigmas) => {
    const { eulerSteps } = parameters as Parameters
    if (eulerSteps === 0) return { field: 'euler_steps', message: 'euler_steps = 0: every step is Heun’s.' }
    return eulerSteps < sigmas.length - 1
      ? null
      : {
          field: 'euler_steps',
          message: `euler_steps = ${eulerSteps}: every step is Euler’s, as there are ${sigmas.length}.`,
        }
  },
  law: null,
  studied: false,
  look: 'Euler, then Heun',
  doctor: { langevin: false },
  kDiffusion: null,
})
