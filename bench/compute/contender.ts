/** One contender of ours: opens a row as the engine would, says its loss, then times one call for each line it is sent. */
import type * as tfjs from '@tensorflow/tfjs'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { openCompute, type Compute } from '#compute/backend.ts'
import { covarianceSpectrum } from '#compute/spectrum.ts'
import { decodeSafetensors } from '#files/safetensors.ts'
import { computeInfo } from '#compute/info.ts'
import { buildClassifier, classify } from '#diffusion/classifier/classifier.ts'
import { sampleChunks } from '#diffusion/samplers/sample.ts'
import { chooseSampler } from '#diffusion/samplers/samplers.ts'
import type { Denoiser } from '#diffusion/scores/denoiser.ts'
import { openGraphDenoiser } from '#diffusion/scores/graph-denoiser.ts'
import { empiricalScore } from '#diffusion/scores/empirical.ts'
import { openGraphStep } from '#diffusion/training/graph-step.ts'
import { eagerStep } from '#diffusion/training/loop.ts'
import { stepRates } from '#diffusion/training/steps.ts'
import { startTraining } from '#diffusion/training/training-state.ts'
import { levelsFrom } from '#theory/grids/levels.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { obtainProgram } from '../../src-main/engine/graphs/obtain-program.ts'
import { benchNetwork, SEED } from './exchange.ts'
import { flopsOf } from './flops.ts'
import { EMA_DECAY, LANGEVIN, LEARNING_RATE, type NetworkRow, type Row, ROWS, type SamplerRow, SHAPE } from './rows.ts'

type Tensors = Record<string, { shape: number[]; data: Float32Array }>
/** One call, with what is left to do for real within it (noise drawn, numbers read); gives the loss or the mean square. */
type Call = () => number | Promise<number>

const [mode, rowName, file] = process.argv.slice(2)
const precision = mode === 'graph-bfloat16' ? 'bfloat16' : 'float32'
const say = (values: object) => process.stdout.write(`${JSON.stringify(values)}\n`)

if (mode === 'peaks') {
  const { matmulGflops, convolutionGflops, version, backend } = await computeInfo()
  say({ sgemm: matmulGflops, convolution: convolutionGflops, version: `${backend} ${version}` })
} else {
  const row = ROWS[rowName]
  const compute = await openCompute()
  const stored = decodeSafetensors(readFileSync(file), file).tensors as unknown as Map<string, Tensors[string]>
  const tensors = Object.fromEntries(stored)
  // A sampler has warmed up with its first evaluations; an eigenvalue problem needs no warming.
  const warmUps = 'n' in row || 'data' in row ? 0 : 2
  const call = await open(compute, row, tensors)
  const first = await call()
  for (let i = 0; i < warmUps; i++) await call()
  // Only now: what it still has to do would fall into another contender's time.
  say({ first, version: `${compute.name} ${compute.version}`, flops: await flopsOf(compute, row) })
  for await (const _ of createInterface({ input: process.stdin })) {
    const began = performance.now()
    await call()
    say({ seconds: (performance.now() - began) / 1000 })
  }
}

function open(compute: Compute, row: Row, tensors: Tensors): Call | Promise<Call> {
  if (row.kind === 'empirical') return empirical(compute, tensors)
  if (row.kind === 'spectrum') return spectrum(compute, tensors)
  if (row.kind === 'classify') return classifying(compute, tensors)
  if (row.kind === 'step') return training(compute, row as NetworkRow, tensors)
  if (row.kind === 'forward') return forward(compute, row as NetworkRow, tensors)
  return sampling(compute, row as SamplerRow)
}

async function training(compute: Compute, row: NetworkRow, { x0, z, sigma }: Tensors): Promise<Call> {
  const { tf } = compute
  const network = benchNetwork(tf, row)
  const state = startTraining(tf, network)
  const { network: spec, batch, options } = row
  const recipe = { kind: 'step', network: spec, shape: SHAPE, batch, options, precision } as const
  const step =
    mode === 'eager'
      ? eagerStep(tf, state, options)
      : openGraphStep(tf, state, (await obtainProgram(recipe, compute)).program).step
  const plan = { learningRate: LEARNING_RATE, learningRateSchedule: 'constant', warmUp: 0, steps: 1e6, emaDecay: EMA_DECAY } as const // prettier-ignore
  const shape = x0.shape as [number, number, number, number]
  let t = 0
  return () => {
    if (t++ > 0) normals({ seed: 1, stream: STREAMS.training, sample: t, step: 0 }, z.data)
    const inputs = {
      x0: tf.tensor4d(x0.data, shape),
      z: tf.tensor4d(z.data, shape),
      sigma: tf.tensor1d(sigma.data),
      ...stepRates(tf, plan, t),
    }
    const outputs = step(inputs)
    const [loss] = outputs.loss.dataSync()
    tf.dispose({ ...inputs })
    tf.dispose({ ...outputs })
    return loss
  }
}

async function openDenoiser(compute: Compute, { network: spec, batch }: NetworkRow | SamplerRow): Promise<Denoiser> {
  const { tf } = compute
  const network = benchNetwork(tf, { network: spec })
  if (mode === 'eager') return network.denoised
  const recipe = { kind: 'denoiser', network: spec, shape: SHAPE, batch, precision } as const
  return openGraphDenoiser(tf, network, (await obtainProgram(recipe, compute)).program).denoised
}

async function sampling(compute: Compute, row: SamplerRow): Promise<Call> {
  const { tf } = compute
  const denoiser = await openDenoiser(compute, row)
  const sampler =
    row.kind === 'heun'
      ? chooseSampler('heun')
      : chooseSampler('langevin', { eps: LANGEVIN.eps, inner: 1, convention: 'code', denoise: false })
  const plan = {
    tf,
    denoiser,
    sampler,
    levels: levelsFrom(row.sigmas),
    n: row.n,
    chunk: row.batch,
    seed: SEED,
    shape: SHAPE,
  }
  return async () => {
    let sum = 0
    await sampleChunks({
      ...plan,
      dataRange: null,
      onChunk: ({ raw }) => raw.forEach((value) => (sum += value * value)),
    })
    return sum / (row.n * SHAPE.height * SHAPE.width * SHAPE.channels)
  }
}

async function forward(compute: Compute, row: NetworkRow, { x0, z, sigma }: Tensors): Promise<Call> {
  const { tf } = compute
  const denoised = await openDenoiser(compute, row)
  return () =>
    tf.tidy(() => {
      const level = tf.tensor1d(sigma.data)
      const noise = tf.tensor(z.data, z.shape).mul(level.reshape([-1, 1, 1, 1]))
      const x = tf.tensor(x0.data, x0.shape).add(noise) as tfjs.Tensor4D
      return denoised(x, level).square().mean().dataSync()[0]
    })
}

function empirical({ tf }: Compute, { images, x, sigma }: Tensors): Call {
  const [count] = images.shape
  const source = empiricalScore(tf, { images: images.data, count })
  const batch = x.shape[0]
  const levels = Float32Array.from({ length: batch }, (_, i) => sigma.data[i * x.shape[1]])
  return () =>
    tf.tidy(() => {
      const denoised = source.denoised(tf.tensor4d(x.data, [batch, 28, 28, 1]), tf.tensor1d(levels))
      return denoised.square().mean().dataSync()[0]
    })
}

/** Sum of the ten largest eigenvalues. */
function spectrum({ tf }: Compute, { images }: Tensors): Call {
  const [count, dimension] = images.shape
  const values = images.data as unknown as Uint8Array
  return () => {
    const { eigenvalues } = covarianceSpectrum(tf, { values, count, dimension, gain: 1, offset: 0 })
    return eigenvalues.slice(0, 10).reduce((sum, value) => sum + value, 0)
  }
}

function classifying({ tf }: Compute, { images }: Tensors): Call {
  const values = Float32Array.from(images.data, (value) => value / 255)
  const classifier = buildClassifier(tf, SHAPE, Array.from({ length: 10 }, (_, i) => String(i)), SEED) // prettier-ignore
  return () => classify(tf, classifier, values).probabilities.reduce((sum, value) => sum + value * value, 0)
}
