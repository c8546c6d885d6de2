/** Records what a recipe asks for and proves it against ordinary operations, before anything relies on it. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import type { Precision, Program } from '#compute/graph/program.ts'
import type { StoredProgram } from '#compute/graph/program-file.ts'
import { buildNetwork } from '#diffusion/networks/build-network.ts'
import type { ImageShape, Network } from '#diffusion/networks/network.ts'
import { OBJECTIVES } from '#diffusion/objectives/objectives.ts'
import { openGraphDenoiser, recordDenoiser } from '#diffusion/scores/graph-denoiser.ts'
import { openGraphStep, recordStep } from '#diffusion/training/graph-step.ts'
import { eagerStep, type Step } from '#diffusion/training/loop.ts'
import { stepRates } from '#diffusion/training/steps.ts'
import type { StepInputs } from '#diffusion/training/train-step.ts'
import { exportWeights, importWeights, startTraining } from '#diffusion/training/training-state.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { measureBatch } from './measure-batch.ts'
import type { DenoiserRecipe, Recipe, StepRecipe } from './recipe.ts'

/**
 * Largest difference allowed, relative to the largest value: of float32 against one eager call, of bfloat16 against the
 * float32 graph. bfloat16 carries 8 binary digits, so a single output may be wrong by more than a mean of many.
 */
export const TOLERANCE = { float32: 1e-5, bfloat16: { means: 1e-3, outputs: 2e-2 } } as const
/**
 * A deep network's gradient may carry fewer digits than that: NCSNv2 of n = 64 changes by 4e-4 when its weights move by a rounding each.
 * The graph sums in another order, so it may differ by this many times such a change.
 */
const ROUNDINGS = 4

export const recordRecipe = (tf: Tf, recipe: Recipe): StoredProgram =>
  recipe.kind === 'step' ? recordCheckedStep(tf, recipe) : recordCheckedDenoiser(tf, recipe)

function recordCheckedStep(tf: Tf, { network: spec, shape, batch, options, precision }: StepRecipe): StoredProgram {
  const network = audible(tf, buildNetwork(tf, spec, shape, 0))
  const state = startTraining(tf, network)
  const { slices } = OBJECTIVES[options.objective]
  const inputs = exampleInputs(tf, batch, shape, { slices, path: options.corruption !== undefined })
  const record = (as: Precision) => recordStep(tf, state, inputs, options, as)
  /** Loss, gradient norm, the loss of each image, and the gradient itself, which is what the first moment holds. */
  const results = (step: Step, sync = () => {}) => {
    const before = [...network.weights.values()].map((weight) => weight.clone())
    const { loss, gradientNorm, losses } = step(inputs)
    sync()
    const values = [loss, gradientNorm, losses].map((tensor) => tensor.dataSync() as Float32Array)
    const moment = state.m.dataSync() as Float32Array
    let i = 0
    for (const weight of network.weights.values()) weight.assign(before[i++])
    tf.tidy(() => [state.m, state.v].forEach((vector) => vector.assign(tf.zerosLike(vector))))
    tf.dispose([loss, gradientNorm, losses, ...before])
    return { loss: values[0], 'gradient norm': values[1], losses: values[2], gradient: moment.slice() }
  }
  const graphResults = (program: Program) => {
    const graph = openGraphStep(tf, state, program)
    const found = results(graph.step, graph.sync)
    graph.dispose()
    return found
  }
  const float32 = record('float32')
  const found = graphResults(float32)
  const eager = eagerStep(tf, state, options)
  const wanted = results(eager)
  const differences = relativeDifferences(found, wanted)
  const notes = { difference: largestOf(differences) }
  if (!(notes.difference <= TOLERANCE.float32)) {
    const weights = exportWeights(network)
    moveByRounding(tf, network)
    const rounding = relativeDifferences(results(eager), wanted).gradient
    importWeights(tf, network, weights)
    const allowed = Math.max(TOLERANCE.float32, ROUNDINGS * rounding)
    refuseBeyond('the graph', differences, (name) => (name.startsWith('gradient') ? allowed : TOLERANCE.float32))
  }
  if (precision === 'float32') return { program: float32, notes }
  const program = record('bfloat16')
  const { means, outputs } = TOLERANCE.bfloat16
  const tolerance = (name: string) => (name === 'loss' ? means : outputs)
  const narrow = relativeDifferences(graphResults(program), found)
  refuseBeyond('bfloat16', narrow, tolerance)
  return { program, notes: { difference: largestOf(narrow) } }
}

function recordCheckedDenoiser(tf: Tf, recipe: DenoiserRecipe): StoredProgram {
  const { network: spec, shape, precision } = recipe
  const network = audible(tf, buildNetwork(tf, spec, shape, 0))
  const batch = recipe.batch ?? measureBatch(tf, network, precision)
  const { x0, z, sigma, t } = exampleInputs(tf, batch, shape, { path: true })
  const x = x0.add(z.mul(sigma.reshape([-1, 1, 1, 1]))) as tfjs.Tensor4D
  const values = (denoised: Network['denoised']) =>
    tf.tidy(() => ({ denoised: denoised(x, sigma, t).dataSync() as Float32Array }))
  const graphValues = (program: Program) => {
    const graph = openGraphDenoiser(tf, network, program)
    const found = values(graph.denoised)
    graph.dispose()
    return found
  }
  const float32 = recordDenoiser(tf, network, batch)
  const found = graphValues(float32)
  const differences = relativeDifferences(found, values(network.denoised))
  refuseBeyond('the graph', differences, () => TOLERANCE.float32)
  if (precision === 'float32') return { program: float32, notes: { difference: largestOf(differences), batch } }
  const program = recordDenoiser(tf, network, batch, precision)
  const narrow = relativeDifferences(graphValues(program), found)
  refuseBeyond('bfloat16', narrow, () => TOLERANCE.bfloat16.outputs)
  return { program, notes: { difference: largestOf(narrow), batch } }
}

/** Layers that start at 0 would hide what is wrong before them, so every weight is moved a little. */
function audible(tf: Tf, network: Network): Network {
  moveWeights(tf, network, 1, (weight, draws) => weight.add(draws.mul(0.03)))
  return network
}

/** Noise for images, levels from 0.05 to 5, and the rates of a first step; times, and levels of a corruption, where it is one's path. */
function exampleInputs(
  tf: Tf,
  batch: number,
  { height, width, channels }: ImageShape,
  { slices = false, path = false },
): StepInputs {
  const images = (sample: number) => {
    const values = new Float32Array(batch * height * width * channels)
    normals({ seed: 2, stream: STREAMS.training, sample, step: 0 }, values)
    return tf.tensor4d(values, [batch, height, width, channels])
  }
  const levels = Float32Array.from({ length: batch }, (_, i) => 0.05 * 100 ** (i / Math.max(1, batch - 1)))
  const plan = { learningRate: 1e-3, learningRateSchedule: 'constant', warmUp: 0, steps: 1, emaDecay: 0.9 } as const
  const v = slices ? { v: images(2) } : {}
  const times = () => tf.tensor1d(Float32Array.from({ length: batch }, (_, i) => (0.9 * (i + 0.5)) / batch))
  const along = path ? { t: times(), level: times() } : {}
  return { x0: images(0), z: images(1), sigma: tf.tensor1d(levels), ...v, ...along, ...stepRates(tf, plan, 1) }
}

type Values = Readonly<Record<string, Float32Array>>
type Differences = Readonly<Record<string, number>>

/** For each name the largest difference of any value, relative to the largest value. */
function relativeDifferences(found: Values, wanted: Values): Differences {
  const of = (name: string) => {
    const largest = wanted[name].reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    return wanted[name].reduce((most, value, i) => Math.max(most, Math.abs(value - found[name][i])), 0) / largest
  }
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, of(name)]))
}

const largestOf = (differences: Differences): number => Math.max(...Object.values(differences))

function refuseBeyond(what: string, differences: Differences, toleranceOf: (name: string) => number): void {
  for (const [name, difference] of Object.entries(differences)) {
    const allowed = toleranceOf(name)
    // Not `>`: NaN fails too.
    if (!(difference <= allowed))
      throw new Error(
        `${what} gives another ${name}: ${difference.toExponential(1)} of the largest, allowed ${allowed.toExponential(1)}`,
      )
  }
}

/** Every weight changes by about its last binary digit. */
function moveByRounding(tf: Tf, network: Network): void {
  moveWeights(tf, network, 2, (weight, draws) => weight.mul(draws.mul(2 ** -24).add(1)))
}

function moveWeights(
  tf: Tf,
  network: Network,
  step: number,
  moved: (weight: tfjs.Tensor, draws: tfjs.Tensor) => tfjs.Tensor,
): void {
  let sample = 0
  for (const weight of network.weights.values()) {
    const draws = new Float32Array(weight.size)
    normals({ seed: 1, stream: STREAMS.weights, sample: sample++, step }, draws)
    tf.tidy(() => weight.assign(moved(weight, tf.tensor(draws, weight.shape))))
  }
}
