/** A network's own answer, read by its card: whatever it predicts of whatever process, as the one denoiser that samplers know. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import type { CardProcess, NetworkCard, Parametrisation } from '#contract/network-card.ts'
import { edmDenoiser } from '../networks/preconditioning.ts'
import { timeOf } from './card-time.ts'
import { PREDICTIONS, type Prediction } from './conversions.ts'
import type { Denoiser } from './denoiser.ts'

/** What the network computes: its answer to x_t [B, H, W, C] and one number of time an image, as scaled by the card. */
export type RawAnswer = (x: tfjs.Tensor4D, time: tfjs.Tensor1D) => tfjs.Tensor4D
type Level = tfjs.Tensor4D

/** alpha and sigma_t of x_t = alpha x0 + sigma_t z where sigma_t/alpha is s. */
const KERNELS: { readonly [N in CardProcess['name']]: (s: Level) => { alpha: Level; sigma: Level } } = {
  ve: (s) => ({ alpha: s.onesLike(), sigma: s }),
  vp(s) {
    const alpha = s.square().add(1).rsqrt() as Level
    return { alpha, sigma: s.mul(alpha) }
  },
  flow(s) {
    const alpha = s.add(1).reciprocal() as Level
    return { alpha, sigma: s.mul(alpha) }
  },
}

const PREDICTED: Readonly<Record<Exclude<Parametrisation, 'edm' | 'v'>, Prediction>> = {
  eps: 'eps',
  x0: 'denoised',
  score: 'score',
}

/**
 * denoised(x, s) for x = x0 + s z: the network is asked about x_t = alpha x, at the time that the card makes of s, and its answer is
 * turned into x0. The scalings are those of s itself; where a table of timesteps is asked, only what the network is told comes from the
 * table. v of a flow is its velocity dx_t/dt, with the sign of its direction of t. To be called inside `tf.tidy`.
 */
export function cardDenoiser(
  tf: Tf,
  raw: RawAnswer,
  card: NetworkCard,
  constant: <T extends tfjs.Tensor>(tensor: T) => T,
): Denoiser {
  const { parametrisation, process } = card
  const time = timeOf(tf, card, constant)
  const timed = (x: tfjs.Tensor4D, s: tfjs.Tensor1D) => raw(x, time(s))
  if (parametrisation === 'edm') return card.form === 'denoiser' ? timed : edmDenoiser(timed, card.sigmaData!)
  const turned = process.name === 'flow' && process.dataAt === 1
  const flows = process.name === 'flow'
  const prediction = parametrisation === 'v' ? (flows ? 'velocity' : 'v') : PREDICTED[parametrisation]
  return (x, s) => {
    const { alpha, sigma } = KERNELS[process.name](s.reshape([-1, 1, 1, 1]))
    const xt: tfjs.Tensor4D = x.mul(alpha)
    const answer = timed(xt, s)
    const given: tfjs.Tensor4D = prediction === 'velocity' && turned ? answer.neg() : answer
    return PREDICTIONS[prediction].toDenoised(given, { x: xt, alpha, sigma })
  }
}
