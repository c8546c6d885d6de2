/** NCSN, the first: a RefineNet whose norms know which of a few noise levels they are at, and whose output is the score. */
import type * as tfjs from '@tensorflow/tfjs'
import { instanceNormPlus } from './instance-norm-plus.ts'
import type { Build } from './network.ts'
import { refineNet } from './refinenet.ts'

/** Zeros around the image count in the mean, as in the authors' code. */
const AROUND: [number, number][] = [[0, 0], [2, 2], [2, 2], [0, 0]] // prettier-ignore

/**
 * score(x, sigma_i) = net(2x - 1, i) for x in [0, 1], so denoised = x + sigma^2 net(2x - 1, i): every InstanceNorm++ has alpha, gamma
 * and beta for each of L levels, so the network answers at those alone; another sigma is taken for the nearest in ln sigma. Unlike
 * NCSNv2 it has norms in refinements too, pools by the mean, and does not divide by sigma.
 * Parameters: 1811 n^2 + 42 n + 339 n L + 18 C n + C: they grow with L. Song & Ermon 2019, arXiv:1907.05600, appendix A.
 */
export const buildNcsn: Build<'ncsn'> = (tf, declare, constant, { ngf, sigmas }, shape) => {
  const levels = sigmas.length
  const logs = constant(tf.tensor2d(sigmas.map(Math.log), [1, levels]))
  const norm = (activation: 'elu' | 'identity') => (name: string, channels: number) =>
    instanceNormPlus(tf, declare, name, channels, { activation, levels })
  const net = refineNet(tf, declare, constant, ngf, shape, {
    normElu: norm('elu'),
    unit: norm('elu'),
    fusion: norm('identity'),
    pooling: (name, channels) => {
      const before = norm('identity')(name, channels)
      return (x, level) => tf.avgPool(tf.pad(before(x, level), AROUND), 5, 1, 'valid')
    },
  })
  return (x, sigma) => {
    const distance = logs.sub(sigma.log().reshape([-1, 1])).abs()
    const level = tf.oneHot(distance.argMin(1) as tfjs.Tensor1D, levels).toFloat() as tfjs.Tensor2D
    const score = net(x.mul(2).sub(1) as tfjs.Tensor4D, level)
    return x.add(score.mul(sigma.square().reshape([-1, 1, 1, 1])))
  }
}
