/** A score, whatever it is, as what is sampled. */
import type { LogDensity } from '#diffusion/scores/denoiser.ts'
import type { OpenModel } from '../networks/open-model.ts'
import type { CleanImages } from './clean-images.ts'

/** `hash`: of the weights, or of what an exact score is made of. `logDensity`, `clean`: of exact scores alone. */
export type OpenScore = OpenModel & { logDensity?: LogDensity; clean?: CleanImages }
