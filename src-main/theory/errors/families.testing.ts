/** Processes and a spectrum that the tests of the errors share. */
import type { ProcessSpec } from '../process/processes.ts'

export const vp: ProcessSpec = { family: 'vp-linear', betaMin: 0.1, betaMax: 20 }
export const ve: ProcessSpec = { family: 've-exponential', sigmaMin: 0.01, sigmaMax: 50 }
export const FAMILIES: ProcessSpec[] = [
  vp,
  { family: 'vp-cosine' },
  { family: 'vp-polynomial', betaMin: 0.1, betaMax: 20, rho: 5 },
  { family: 'sub-vp', betaMin: 0.1, betaMax: 20 },
  ve,
  { family: 've-constant', sigmaMin: 0.01, sigmaMax: 5 },
  { family: 'edm', sigmaMax: 10 },
  { family: 'interpolant-trig', variance: 1 },
  { family: 'interpolant-linear', variance: 3 },
]
export const spectrum = [1, 0.1, 0.001]
