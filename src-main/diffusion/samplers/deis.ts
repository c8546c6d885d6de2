/** DEIS: the noise prediction as a polynomial in sigma through its last values, integrated exactly. */
import { polynomialWeights } from '#theory/errors/schemes/slopes.ts'
import { onSlopes } from './on-slopes.ts'

/**
 * Zhang & Chen 2022, arXiv:2204.13902, section 3.2 (the variant in rho = sigma/alpha, which is our sigma):
 *
 *     x <- x + sum_j d_{i - j} int_sigma^sigma' prod_{k != j} (s - sigma_{i - k}) / (sigma_{i - j} - sigma_{i - k}) ds,   d = (x - denoised) / sigma
 *
 * over as many slopes as there are, `order` at most: Adams–Bashforth at uneven steps (k-diffusion `sample_lms`). The step to 0 is Euler's. The first step is
 * of first order, which bounds the whole at 2. Evaluations: one per step.
 */
export const deis = onSlopes(polynomialWeights)
