/** A network written as ONNX with its card inside and beside it, and held against what it was before anybody relies on it. */
import { extname } from 'node:path'
import { stringify } from 'yaml'
import type * as tfjs from '@tensorflow/tfjs'
import { toOnnx } from '#compute/onnx/from-kernels.ts'
import { openOnnxModel } from '#compute/onnx/runtime.ts'
import type { Tf } from '#compute/tf.ts'
import { toCamel } from '#contract/casing.ts'
import { networkCard, type NetworkCardInput } from '#contract/network-card.ts'
import { Refusal } from '#contract/refusal.ts'
import { cardDenoiser } from '#diffusion/scores/card-denoiser.ts'
import { onnxAnswer } from '#diffusion/scores/onnx-answer.ts'
import { checkPorts } from '#diffusion/scores/onnx-ports.ts'
import { inspectOnnx } from '#compute/onnx/inspect.ts'
import { writeWhole } from '#files/write-whole.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { CARD_NOTE } from './guess-card.ts'
import type { OpenNetwork } from './opened.ts'

/** Largest difference of any value, relative to the largest value. */
export const TOLERANCE = 1e-5
const CHECKED = 3

export type ExportNotes = {
  name: string
  sigmas: { sigmaMax: number; sigmaMin: number } | null
  licence: string | null
  source: string | null
}
export type Exported = { file: string; card: string; bytes: number; difference: number }

/** The whole denoiser: images of any number and their sigma in, E[x0 | x] out. */
export function exportCard(
  { shape, dataRange, bounds }: OpenNetwork,
  { name, sigmas, licence, source }: ExportNotes,
): NetworkCardInput {
  return {
    name,
    parametrisation: 'x0',
    process: { name: 've', ...(sigmas && { sigma_max: sigmas.sigmaMax, sigma_min: sigmas.sigmaMin }) },
    data_range: [...dataRange] as NetworkCardInput['data_range'],
    bounded: bounds !== null,
    time: { input: 'sigma', kind: 'sigma' },
    shape: { height: shape.height, width: shape.width, channels: shape.channels },
    layout: 'nchw',
    input: 'x',
    output: 'denoised',
    ...(licence !== null && { licence }),
    ...(source !== null && { source }),
  }
}

export function encodeNetworkOnnx(
  tf: Tf,
  network: OpenNetwork,
  notes: ExportNotes,
): { bytes: Uint8Array; card: NetworkCardInput } {
  const { recordable, shape, path } = network
  if (path)
    throw new Refusal(
      `${notes.name} was trained under a corruption, ${path.corruption.name}, and answers by time; ONNX files here are denoisers of noise alone.`,
      { field: 'network', code: 'unsupported' },
    )
  if (typeof recordable === 'string')
    throw new Refusal(`${notes.name} is ONNX already; its file lies in its folder.`, {
      field: 'name',
      code: 'unsupported',
    })
  const card = exportCard(network, notes)
  const run = ({ x, sigma }: Readonly<Record<string, tfjs.Tensor>>) =>
    recordable.denoised((x as tfjs.Tensor4D).transpose([0, 2, 3, 1]), sigma as tfjs.Tensor1D).transpose([0, 3, 1, 2])
  const inputs = { x: [shape.channels, shape.height, shape.width], sigma: [] }
  const metadata = { [CARD_NOTE]: JSON.stringify(card) }
  return {
    bytes: toOnnx(tf, { inputs, weights: recordable.weights, run }, 'denoised', { name: notes.name, metadata }),
    card,
  }
}

/** `file.onnx` and `file.card.yaml`. Nothing is written where the graph does not come back as the network was. */
export function exportNetwork(tf: Tf, network: OpenNetwork, notes: ExportNotes, file: string): Exported {
  if (extname(file) !== '.onnx') throw new Refusal(`out: an ONNX file ends in .onnx; got ${file}.`, { field: 'out' })
  const { bytes, card } = encodeNetworkOnnx(tf, network, notes)
  const difference = differenceOf(tf, network, bytes, card, file)
  if (!(difference <= TOLERANCE))
    throw new Error(`the graph of ${notes.name} differs from it by ${difference.toExponential(1)} of its largest value`)
  const beside = file.replace(/\.onnx$/, '.card.yaml')
  writeWhole(file, bytes)
  writeWhole(beside, stringify(card))
  return { file, card: beside, bytes: bytes.length, difference }
}

/** Both asked about the same images, noise from little to much. */
function differenceOf(tf: Tf, network: OpenNetwork, bytes: Uint8Array, card: NetworkCardInput, file: string): number {
  const read = toCamel(networkCard.parse(card))
  const session = openOnnxModel(bytes, file)
  const { height, width, channels } = network.shape
  const z = new Float32Array(CHECKED * height * width * channels)
  normals({ seed: 0, stream: STREAMS.start, sample: 0, step: 0 }, z)
  try {
    return tf.tidy(() => {
      const sigma = tf.tensor1d([0.05, 1, 20])
      const x = tf.tensor4d(z, [CHECKED, height, width, channels]).mul<tfjs.Tensor4D>(sigma.reshape([-1, 1, 1, 1]))
      const answer = onnxAnswer(tf, session, read, checkPorts(inspectOnnx(bytes, file), read, file))
      const [a, b] = [cardDenoiser(tf, answer, read, (tensor) => tensor), network.denoised].map((each) =>
        each(x, sigma),
      )
      return a.sub(b).abs().max().div(b.abs().max()).dataSync()[0]
    })
  } finally {
    session.dispose()
  }
}
