/** Every law of the levels that a network is trained at, as its row tells it. */
import { cauchy } from './cauchy.ts'
import { cosh } from './cosh.ts'
import { infoNoise } from './infonoise.ts'
import { laplace } from './laplace.ts'
import { logNormal } from './log-normal.ts'
import { logUniform } from './log-uniform.ts'
import { logitNormal } from './logit-normal.ts'
import { processLaw } from './process.ts'
import { sequence } from './sequence.ts'

export const NOISE_LAW_ROWS = [
  logNormal,
  logUniform,
  sequence,
  processLaw,
  logitNormal,
  laplace,
  cauchy,
  cosh,
  infoNoise,
] as const

export type NoiseLawName = (typeof NOISE_LAW_ROWS)[number]['name']
