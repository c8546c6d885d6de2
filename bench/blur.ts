/**
 * What the blur costs a recorded training step: the U-Net of base 32 with the soft objective under the zero-padded blur beside the same
 * step without it, both recorded once, in turn. Prints the median ratio of a pair with a
 * bootstrap interval over pairs, and the ratio of the least times, which other programs disturb least.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openCompute } from '#compute/backend.ts'
import { buildNetwork } from '#diffusion/networks/build-network.ts'
import type { NetworkSpec } from '#diffusion/networks/network.ts'
import { openGraphStep, recordStep } from '#diffusion/training/graph-step.ts'
import { stepRates } from '#diffusion/training/steps.ts'
import type { StepInputs, StepOptions } from '#diffusion/training/train-step.ts'
import { disposeTraining, startTraining } from '#diffusion/training/training-state.ts'
import { normals, STREAMS, uniforms } from '#theory/noise/philox.ts'
import { quantile } from '#theory/statistics/bootstrap.ts'
import { machine } from './machine.ts'

const SHAPE = { height: 28, width: 28, channels: 1 }
const NETWORK: NetworkSpec = { architecture: 'unet', base: 32, multipliers: [1, 2, 2], blocks: 1, attention: [], groups: 4, sigmaData: 0.5, dataRange: [0, 1], parametrisation: 'residual' } // prettier-ignore
const BLUR = { name: 'gaussian-blur', padding: 'zero', halfSize: 32 } as const
const PLAN = { learningRate: 1e-3, learningRateSchedule: 'constant', warmUp: 0, steps: 1e6, emaDecay: 0.999 } as const
const DRAWS = 1999

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { rounds: { type: 'string', default: '40' }, batch: { type: 'string', default: '32' } },
})
const [rounds, batch] = [Number(values.rounds), Number(values.batch)]
const { tf } = await openCompute({ backend: 'tensorflow' })
const dims: [number, number, number, number] = [batch, SHAPE.height, SHAPE.width, SHAPE.channels]

function inputsOf(step: number): StepInputs {
  const size = batch * SHAPE.height * SHAPE.width
  const [x0, z, times] = [new Float32Array(size), new Float32Array(size), new Float32Array(batch)]
  uniforms({ seed: 0, stream: STREAMS.training, sample: step, step: 0 }, x0)
  normals({ seed: 0, stream: STREAMS.training, sample: step, step: 1 }, z)
  uniforms({ seed: 0, stream: STREAMS.training, sample: step, step: 2 }, times)
  return {
    x0: tf.tensor4d(x0, dims),
    z: tf.tensor4d(z, dims),
    sigma: tf.tensor1d(times.map((t) => 0.01 * 10 ** (Math.min(t, 0.2) / 0.2))),
    t: tf.tensor1d(times),
    level: tf.tensor1d(times.map((t) => (4 * Math.max(0, t - 0.2)) / 0.8)),
    ...stepRates(tf, PLAN, step + 1),
  }
}

function open(corruption?: typeof BLUR) {
  const network = buildNetwork(tf, NETWORK, SHAPE, 0)
  const state = startTraining(tf, network)
  const options: StepOptions = { objective: 'soft', sigmaData: 0.5, clipNorm: 1, ...(corruption && { corruption }) }
  const example = inputsOf(0)
  const graph = openGraphStep(tf, state, recordStep(tf, state, example, options, 'float32'))
  let step = 0
  const call = () => {
    const inputs = inputsOf(step++)
    const began = performance.now()
    const outputs = graph.step(inputs)
    outputs.loss.dataSync()
    const took = performance.now() - began
    tf.dispose([Object.values(inputs), Object.values(outputs)])
    return took
  }
  for (let i = 0; i < 3; i++) call()
  return { call, end: () => (graph.dispose(), disposeTraining(state), network.dispose()) }
}

const [blurred, plain] = [open(BLUR), open()]
const pairs = Array.from({ length: rounds }, (_, i) => {
  // Which goes first changes, so that neither has the other's caches every time.
  const first = i % 2 === 0 ? blurred.call() : plain.call()
  const second = i % 2 === 0 ? plain.call() : blurred.call()
  return i % 2 === 0 ? [first, second] : [second, first]
})
blurred.end()
plain.end()

const median = (list: readonly number[]) => quantile(Float64Array.from(list).toSorted(), 0.5)
const ratioOf = (some: readonly number[][]) => median(some.map(([a, b]) => a / b))
const least = (at: 0 | 1) => Math.min(...pairs.map((pair) => pair[at]))
const index = new Float64Array(rounds)
const ratios = Float64Array.from({ length: DRAWS }, (_, draw) => {
  uniforms({ seed: 1, stream: STREAMS.training, sample: draw, step: 0 }, index)
  return ratioOf(Array.from(index, (u) => pairs[Math.floor(u * rounds)]))
}).toSorted()
const result = {
  what: `soft step under a zero-padded blur over the same step without it, U-Net base 32, batch ${batch}`,
  at: new Date().toISOString(),
  machine: machine(),
  rounds,
  medianMs: { blur: median(pairs.map(([a]) => a)), plain: median(pairs.map(([, b]) => b)) },
  minMs: { blur: least(0), plain: least(1) },
  ratioOfLeast: least(0) / least(1),
  ratio: { value: ratioOf(pairs), low: quantile(ratios, 0.025), high: quantile(ratios, 0.975) },
}
writeFileSync(join(import.meta.dirname, 'results', 'blur.json'), `${JSON.stringify(result, null, 2)}\n`)
console.log(JSON.stringify(result, null, 2))
