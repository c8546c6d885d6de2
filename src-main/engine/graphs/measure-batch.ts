/** How many images a denoiser should be given at once: the fewest that are about as fast for each as any. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import type { Precision } from '#compute/graph/program.ts'
import type { Network } from '#diffusion/networks/network.ts'
import { openGraphDenoiser, recordDenoiser } from '#diffusion/scores/graph-denoiser.ts'

const FEWEST = 16
const MOST = 4096
/** An evaluation cannot be cut short, so it bounds how long a cancel takes. */
const LONGEST_SECONDS = 1
/** What a batch may add to the memory of the process that measures it. */
const MOST_BYTES = 1e9
/** A batch twice as large must save this share of the time of an image to be worth its memory. */
const LEAST_SAVED = 0.03
/** One that does not may be bad luck, or a size the processor dislikes; after two in a row no larger one is tried. */
const MOST_IDLE = 2
const REPEATS = 3

/** Doubles the batch while that pays, an evaluation stays short and the memory bounded. */
export function measureBatch(tf: Tf, network: Network, precision: Precision): number {
  const memoryBefore = process.memoryUsage().rss
  let best = FEWEST
  let bestSeconds = Infinity
  let idle = 0
  for (let batch = FEWEST; batch <= MOST && idle < MOST_IDLE; batch *= 2) {
    const seconds = secondsOf(tf, network, batch, precision)
    if (seconds / batch < bestSeconds * (1 - LEAST_SAVED)) {
      best = batch
      bestSeconds = seconds / batch
      idle = 0
    } else idle++
    const added = process.memoryUsage().rss - memoryBefore
    if (2 * seconds > LONGEST_SECONDS || 2 * added > MOST_BYTES) break
  }
  return best
}

/** Of one evaluation through the graph: the fastest of a few, after one that TensorFlow plans in. */
function secondsOf(tf: Tf, network: Network, batch: number, precision: Precision): number {
  const { height, width, channels } = network.shape
  const graph = openGraphDenoiser(tf, network, recordDenoiser(tf, network, batch, precision))
  const times = Array.from({ length: REPEATS + 1 }, () => {
    const began = performance.now()
    tf.tidy(() => {
      const one = tf.ones<tfjs.Rank.R1>([batch])
      return graph.denoised(tf.ones<tfjs.Rank.R4>([batch, height, width, channels]), one, one).dataSync()
    })
    return (performance.now() - began) / 1000
  })
  graph.dispose()
  return Math.min(...times.slice(1))
}
