/** A network's denoiser as one recorded graph with its weights inside: what samplers evaluate where TensorFlow is there. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import { type Precision, type Program, recordProgram } from '#compute/graph/program.ts'
import { openSession } from '#compute/graph/session.ts'
import type { Network } from '../networks/network.ts'
import { isTimed } from '../networks/preconditioning.ts'
import type { ScoreSource } from './denoiser.ts'

/** Records `network.denoised` for batches of `batch` images. The weights stay the network's. */
export function recordDenoiser(tf: Tf, network: Network, batch: number, precision: Precision = 'float32'): Program {
  const { height, width, channels } = network.shape
  const x = tf.zeros<tfjs.Rank.R4>([batch, height, width, channels])
  const sigma = tf.ones<tfjs.Rank.R1>([batch])
  const inputs = { x, sigma, ...(isTimed(network.spec) && { t: tf.ones<tfjs.Rank.R1>([batch]) }) }
  try {
    const run = () => ({ denoised: network.denoised(x, sigma, inputs.t) })
    return recordProgram(tf, network.weights, { denoiser: { inputs, run } }, precision)
  } finally {
    tf.dispose(inputs)
  }
}

/**
 * Loads a recorded denoiser and copies the network's weights into it; later changes of the network do not reach it. A batch of
 * fewer images is filled up and cut again, so that the last chunk of a run needs no second graph; no image sees another.
 */
export function openGraphDenoiser(tf: Tf, network: Network, program: Program): ScoreSource {
  const session = openSession(tf, program)
  session.write(new Map([...network.weights].map(([name, weight]) => [name, weight.dataSync() as Float32Array])))
  const { inputs } = program.functions.denoiser
  const [batch] = inputs.x.shape
  const timed = 't' in inputs
  return {
    denoised(x, sigma, t) {
      const missing = batch - x.shape[0]
      return tf.tidy(() => {
        const given = { x, sigma, ...(timed && t && { t }) }
        const fed = missing === 0 ? given : filledUp(given, missing)
        const { denoised } = session.run('denoiser', fed)
        return (missing === 0 ? denoised : denoised.slice(0, x.shape[0])) as tfjs.Tensor4D
      })
    },
    dispose: () => session.dispose(),
  }
}

type Fed = { x: tfjs.Tensor4D; sigma: tfjs.Tensor1D; t?: tfjs.Tensor1D }

/** Zeros at noise level 1: any finite images will do. */
const filledUp = ({ x, sigma, t }: Fed, missing: number) => ({
  x: x.pad([[0, missing], [0, 0], [0, 0], [0, 0]]), // prettier-ignore
  sigma: sigma.pad([[0, missing]], 1),
  ...(t && { t: t.pad([[0, missing]], 1) }),
})
