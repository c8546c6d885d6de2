/** iPNDM: the classical Adams–Bashforth weights on the slope of the flow, begun at lower orders. */
import { onSlopes } from './on-slopes.ts'

/** Weights of the newest slope first, of 1 to 4 slopes. */
const WEIGHTS = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]]

/**
 * Zhang & Chen 2022, arXiv:2204.13902, section 3.3 (improved PNDM), at alpha = 1:
 *
 *     d_i = (x_i - denoised_i) / sigma_i,   x <- x + (sigma' - sigma) sum_j w_j d_{i - j}
 *
 * with as many slopes as there are, `order` at most. The weights are those of even steps whatever the levels are, so that the order in the
 * number of steps is 2 on a smooth grid. The step to 0 is Euler's. Evaluations: one per step.
 */
export const ipndm = onSlopes((nodes, next) => WEIGHTS[nodes.length - 1].map((weight) => weight * (next - nodes[0])))
