/** NCSNv2: an unconditional RefineNet whose output, divided by sigma, is the score. */
import type * as tfjs from '@tensorflow/tfjs'
import { instanceNormPlus } from './instance-norm-plus.ts'
import type { Build } from './network.ts'
import { refineNet } from './refinenet.ts'

/**
 * score(x, sigma) = net(2x - 1)/sigma for x in [0, 1], so denoised = x + sigma net(2x - 1). The noise level enters nowhere else:
 * one training serves every sequence. Norms stand in the residual stages and at the end only, and pooling takes the largest.
 * Parameters: 1811 n^2 + 123 n + 18 C n + C, n = ngf, C channels. Song & Ermon 2020, arXiv:2006.09011, appendix B, with the layers
 * of the authors' code.
 */
export const buildNcsnv2: Build<'ncsnv2'> = (tf, declare, constant, { ngf }, shape) => {
  const net = refineNet(tf, declare, constant, ngf, shape, {
    normElu: (name, channels) => instanceNormPlus(tf, declare, name, channels, { activation: 'elu' }),
    unit: () => (x) => x.elu(),
    fusion: () => (x) => x,
    pooling: () => (x) => tf.maxPool(x, 5, 1, 'same'),
  })
  return (x, sigma) => x.add(net(x.mul(2).sub(1) as tfjs.Tensor4D).mul(sigma.reshape([-1, 1, 1, 1])))
}
