import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { onnxBuilder, type Dims } from '#compute/onnx/builder.ts'
import type { ELEMENT } from '#compute/onnx/model.ts'
import { toCamel } from '#contract/casing.ts'
import { networkCard, type NetworkCard, type NetworkCardInput } from '#contract/network-card.ts'
import { sampleChunks } from '#diffusion/samplers/sample.ts'
import { chooseSampler } from '#diffusion/samplers/samplers.ts'
import { cardDenoiser } from '#diffusion/scores/card-denoiser.ts'
import { levelsFrom } from '#theory/grids/levels.ts'
import { sigmaSequence } from '#theory/grids/sequences.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { openOnnxNetwork } from './onnx-network.ts'

let tf: Tf
let folder: string
beforeAll(async () => {
  tf = (await openCompute({ backend: 'cpu' })).tf
  folder = mkdtempSync(join(tmpdir(), 'anneal-onnx-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = (name: string, bytes: Uint8Array) => {
  const file = join(folder, `${name}.onnx`)
  writeFileSync(file, bytes)
  return file
}
const cardOf = (fields: Partial<NetworkCardInput> = {}): NetworkCard =>
  toCamel(
    networkCard.parse({
      parametrisation: 'x0',
      process: { name: 've' },
      data_range: [-1, 1],
      time: { input: 'sigma', kind: 'sigma' },
      shape: { height: 2, width: 3, channels: 2 },
      ...fields,
    }),
  )

const MEAN = 0.2
const VARIANCE = 0.09
type Ports = { x?: Dims; time?: Dims; type?: keyof typeof ELEMENT }

/** y = m + v/(v + sigma^2) (x - m), the exact denoiser of N(m, v), as a few nodes. */
function gaussian({ x = ['B', 2, 2, 3], time = ['B'], type = 'float32' }: Ports = {}): Uint8Array {
  const graph = onnxBuilder()
  const [images, level] = [graph.input('x', x), graph.input('sigma', time, type)]
  const floats = type === 'float32' ? level : graph.add('Cast', [level], [{ name: 'to', type: 2, i: 1 }])
  const column = graph.add('Reshape', [floats, graph.ints([-1, 1, 1, 1])])
  const noise = graph.add('Mul', [column, column])
  const gain = graph.add('Div', [graph.float(VARIANCE), graph.add('Add', [noise, graph.float(VARIANCE)])])
  const centred = graph.add('Sub', [images, graph.float(MEAN)])
  const answer = graph.add('Add', [graph.add('Mul', [centred, gain]), graph.float(MEAN)])
  return graph.finish({ name: 'y', from: answer, dims: x })
}
const exact = (x: number, s: number) => MEAN + (VARIANCE / (VARIANCE + s * s)) * (x - MEAN)

const varianceOf = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
}

describe('an ONNX denoiser', () => {
  it('gives the closed-form variance of its Gaussian through a whole run', async () => {
    const card = cardOf()
    const network = openOnnxNetwork(tf, fileOf('gaussian', gaussian()), card)
    const sigmas = sigmaSequence({ family: 'karras', sigmaMax: 20, sigmaMin: 0.01, levels: 18 })
    const values: number[] = []
    const before = tf.memory().numTensors
    await sampleChunks({
      tf,
      denoiser: cardDenoiser(tf, network.raw, card, (tensor) => tensor),
      sampler: chooseSampler('heun'),
      levels: levelsFrom(sigmas),
      n: 150,
      chunk: 100,
      seed: 3,
      shape: card.shape,
      dataRange: null,
      onChunk: ({ images }) => void values.push(...images),
    })
    expect(tf.memory().numTensors).toBe(before)
    network.dispose()
    // On a linear ODE every step of Heun multiplies x - m by one number.
    const levels = [...sigmas, 0]
    let gain = 1
    for (let i = 0; i < levels.length - 1; i++) {
      const [s, n] = [levels[i], levels[i + 1]]
      const a = ((n - s) * s) / (VARIANCE + s * s)
      gain *= n === 0 ? 1 + a : 1 + a / 2 + (((n - s) * n) / (VARIANCE + n * n) / 2) * (1 + a)
    }
    // The start is 20 z without the mean, so sample k is m (1 - gain) + 20 gain z_k: its variance is (20 gain)^2 that of z.
    const z = Array.from({ length: 150 }, (_, sample) => {
      const drawn = new Float32Array(12)
      normals({ seed: 3, stream: STREAMS.start, sample, step: 0 }, drawn)
      return [...drawn]
    }).flat()
    expect(varianceOf(values)).toBeCloseTo((20 * gain) ** 2 * varianceOf(z), 5)
    values.forEach((value, i) => expect(value).toBeCloseTo(MEAN * (1 - gain) + 20 * gain * z[i], 4))
    // 18 steps are within 6 % of the law itself.
    expect((20 * gain) ** 2 / VARIANCE).toBeCloseTo(1.06, 2)
  })

  const batches: [string, Ports, Partial<NetworkCardInput>][] = [
    ['any number of images', {}, {}],
    ['batches of four', { x: [4, 2, 2, 3], time: [4] }, {}],
    ['one image at a time', { x: [1, 2, 2, 3], time: [1] }, {}],
    ['one noise level for all', { time: [] }, {}],
    ['one noise level for all, as a list of one', { time: [1] }, {}],
    ['a level of shape [B, 1, 1, 1], in float64', { time: ['B', 1, 1, 1], type: 'float64' }, {}],
    ['channels last', { x: ['B', 2, 3, 2] }, { layout: 'nhwc' }],
  ]
  it.each(batches)('that takes %s answers each image at its own level', (_, ports, fields) => {
    const card = cardOf(fields)
    const network = openOnnxNetwork(tf, fileOf('ports', gaussian(ports)), card)
    const x = Float32Array.from({ length: 7 * 12 }, (_, i) => Math.sin(i))
    const sigmas = [0.1, 0.1, 2, 2, 2, 30, 0.5]
    const found = tf.tidy(() => network.raw(tf.tensor4d(x, [7, 2, 3, 2]), tf.tensor1d(sigmas)).dataSync())
    network.dispose()
    x.forEach((value, i) => expect(found[i]).toBeCloseTo(exact(value, sigmas[Math.floor(i / 12)]), 5))
  })

  it('is told whole timesteps where it takes whole numbers', () => {
    const graph = onnxBuilder()
    const [images, level] = [graph.input('x', ['B', 2, 2, 3]), graph.input('t', ['B'], 'int64')]
    const column = graph.add('Reshape', [
      graph.add('Cast', [level], [{ name: 'to', type: 2, i: 1 }]),
      graph.ints([-1, 1, 1, 1]),
    ])
    const zero = graph.add('Mul', [images, graph.float(0)])
    const bytes = graph.finish({ name: 'y', from: graph.add('Add', [zero, column]), dims: ['B', 2, 2, 3] })
    const card = cardOf({ process: { name: 'vp', betas: 'linear' }, time: { input: 't', kind: 'timestep' } })
    const network = openOnnxNetwork(tf, fileOf('whole', bytes), card)
    const found = tf.tidy(() => network.raw(tf.zeros([2, 2, 3, 2]), tf.tensor1d([7, 998.9999])).dataSync())
    network.dispose()
    expect([found[0], found[12]]).toEqual([7, 999])
  })
})

describe('a card that contradicts its file is refused, saying how', () => {
  const refusals: [string, Ports, Partial<NetworkCardInput>, string][] = [
    [
      'other channels',
      {},
      { shape: { height: 2, width: 3, channels: 1 } },
      'input x should be [B, 1, 2, 3]; the file has x: float32 [?, 2, 2, 3]',
    ],
    ['the other layout', { x: ['B', 2, 3, 2] }, {}, 'With layout: nhwc it would fit'],
    [
      'a name that is not there',
      {},
      { input: 'sample' },
      "the card's input is sample, but the graph has x: float32 [?, 2, 2, 3]; sigma: float32 [?]",
    ],
    ['an output that is not there', {}, { output: 'eps' }, "the card's output is eps"],
    ['one input for both', {}, { time: { input: 'x', kind: 'sigma' } }, 'input and time.input are both x'],
    ['whole numbers for sigma', { type: 'int64' }, {}, 'time.kind must be timestep, not sigma'],
    ['a level of another shape', { time: ['B', 3] }, {}, 'the noise level goes in as a number'],
  ]
  it.each(refusals)('%s', (_, ports, fields, message) => {
    expect(() => openOnnxNetwork(tf, fileOf('refused', gaussian(ports)), cardOf(fields))).toThrow(message)
  })

  it('a graph of three inputs', () => {
    const graph = onnxBuilder()
    const inputs = ['x', 'sigma', 'label'].map((name) => graph.input(name, name === 'x' ? ['B', 2, 2, 3] : ['B']))
    const bytes = graph.finish({ name: 'y', from: inputs[0], dims: ['B', 2, 2, 3] })
    expect(() => openOnnxNetwork(tf, fileOf('three', bytes), cardOf())).toThrow('this graph takes 3')
  })

  it('shapes that fit only once it runs', () => {
    const graph = onnxBuilder()
    const [x, sigma] = [graph.input('x', ['B', 'C', 'H', 'W']), graph.input('sigma', ['B'])]
    const half = graph.add(
      'MaxPool',
      [x],
      [
        { name: 'kernel_shape', type: 7, ints: [1, 2] },
        { name: 'strides', type: 7, ints: [1, 2] },
      ],
    )
    const column = graph.add('Reshape', [sigma, graph.ints([-1, 1, 1, 1])])
    const bytes = graph.finish({ name: 'y', from: graph.add('Mul', [half, column]), dims: ['B', 'C', 'H', 'V'] })
    const network = openOnnxNetwork(tf, fileOf('half', bytes), cardOf())
    expect(() => network.raw(tf.zeros([1, 2, 3, 2]), tf.ones([1]))).toThrow(
      'came out as [1, 2, 2, 1], expected [1, 2, 2, 3]',
    )
    network.dispose()
  })
})
