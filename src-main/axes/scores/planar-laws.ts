/** Laws in the plane by name, with the parameters that a name alone stands for: the report's toys, and two rings that do not touch. */

type Point = readonly [x: number, y: number]

export type Law2dParams = {
  /** Sum of weight_k N(mean_k, std^2 I). Weights need not sum to 1. */
  mixture: { weights: readonly number[]; means: readonly Point[]; std: number }
  /** Circles of the given radii about 0, each as likely as the others, blurred by N(0, std^2 I). */
  rings: { radii: readonly number[]; std: number }
  /** The standard normal, bent: (x1, x2 + bend (x1^2 - 1)) is standard normal. */
  banana: { bend: number }
}

export const LAW_2D_DEFAULTS: Law2dParams = {
  mixture: { weights: [0.3, 0.7], means: [[0, 0], [10, 10]], std: 1 }, // prettier-ignore
  rings: { radii: [2, 4], std: 0.2 },
  banana: { bend: 0.5 },
}
