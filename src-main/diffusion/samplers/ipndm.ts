/** iPNDM: the classical Adams–Bashforth weights on the slope of the flow, begun at lower orders. */
import { evenWeights } from '#theory/errors/schemes/slopes.ts'
import { onSlopes } from './on-slopes.ts'

/**
 * Zhang & Chen 2022, arXiv:2204.13902, section 3.3 (improved PNDM), at alpha = 1:
 *
 *     d_i = (x_i - denoised_i) / sigma_i,   x <- x + (sigma' - sigma) sum_j w_j d_{i - j}
 *
 * with as many slopes as there are, `order` at most. The weights are those of even steps whatever the levels are, so that the order in the
 * number of steps is 2 on a smooth grid. The step to 0 is Euler's. Evaluations: one per step.
 */
export const ipndm = onSlopes(evenWeights)
