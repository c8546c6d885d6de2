/**
 * `bench kernels`: the choices behind how this computes, measured side by side: the layout of a convolution's images (NHWC against
 * NCHW, float32 against bfloat16) for itself and both its gradients, how many threads, and how many images at once.
 * npm run bench -- kernels [--parts layouts,threads,chunks]. One JSON object to stdout.
 */
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { openCompute } from '#compute/backend.ts'
import { attribute, type Dtype, type Handle, type Ops, withOps } from '#compute/tensorflow-ops.ts'
import { engineEnvironment } from '#program/tensorflow-library.mjs'
import { openGraphDenoiser } from '#diffusion/scores/graph-denoiser.ts'
import { obtainProgram } from '../src-main/engine/graphs/obtain-program.ts'
import { benchNetwork } from './compute/exchange.ts'
import { type NetworkRow, ROWS, SHAPE } from './compute/rows.ts'
import { machine } from './machine.ts'

/** Batch, side, channels in and out: the U-Net's three sizes, and NCSNv2's first. */
const CONVOLUTIONS = [
  [128, 28, 32, 32],
  [128, 14, 64, 64],
  [128, 7, 128, 128],
  [100, 28, 64, 64],
] as const
const CHUNKS = [16, 32, 64, 128, 256, 512]
const ROUNDS = 7

const PARTS = { layouts, threads, chunks }
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { parts: { type: 'string', default: Object.keys(PARTS).join(',') }, child: { type: 'boolean' } },
})
const { network } = ROWS['unet-forward-128'] as NetworkRow

if (values.child) process.stdout.write(JSON.stringify(await secondsPerImage(128, 'float32')))
else {
  const found: Record<string, unknown> = { machine: machine() }
  for (const name of values.parts.split(',')) {
    if (!Object.hasOwn(PARTS, name)) throw new Error(`no part ${name}: there are ${Object.keys(PARTS).join(', ')}`)
    found[name] = await PARTS[name as keyof typeof PARTS]()
  }
  process.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
}

/** GF/s of each convolution: forward, gradient by the images, gradient by the filter. Null where TensorFlow has no such kernel. */
async function layouts() {
  const { tf } = await openCompute({ backend: 'tensorflow' })
  return CONVOLUTIONS.map(([batch, size, inputs, outputs]) => {
    const flops = 2 * batch * size ** 2 * 9 * inputs * outputs
    const variants = (['float32', 'bfloat16'] as const).flatMap((dtype) =>
      (['NHWC', 'NCHW'] as const).flatMap((format) =>
        (['forward', 'by images', 'by filter'] as const).map((what) => ({
          key: `${what}, ${format}, ${dtype}`,
          seconds: [] as number[],
          run: () =>
            withOps(tf, (ops) => secondsOf(convolution(ops, { batch, size, inputs, outputs, dtype, format, what }))),
        })),
      ),
    )
    for (let round = 0; round < ROUNDS; round++)
      for (const { run, seconds } of variants) {
        const taken = run()
        if (round > 0 && taken !== null) seconds.push(taken)
      }
    const rates = variants.map(({ key, seconds }) => [key, seconds.length ? flops / Math.min(...seconds) / 1e9 : null])
    return { images: [batch, size, size, inputs], filters: outputs, gflops: Object.fromEntries(rates) }
  })
}

type Convolution = {
  batch: number
  size: number
  inputs: number
  outputs: number
  dtype: Dtype
  format: 'NHWC' | 'NCHW'
  what: 'forward' | 'by images' | 'by filter'
}

/** The op, its operands made and cast beforehand, as one call that ends when its result is there. */
function convolution(ops: Ops, { batch, size, inputs, outputs, dtype, format, what }: Convolution): () => void {
  const ones = (shape: number[]): Handle => {
    const wide = ops.float32(new Float32Array(shape.reduce((product, length) => product * length, 1)).fill(1), shape)
    return dtype === 'float32' ? wide : ops.cast(wide, 'float32', dtype)
  }
  const shapeOf = (channels: number) =>
    format === 'NHWC' ? [batch, size, size, channels] : [batch, channels, size, size]
  const filterShape = [3, 3, inputs, outputs]
  const [x, filter, dy] = [ones(shapeOf(inputs)), ones(filterShape), ones(shapeOf(outputs))]
  const attributes = [
    attribute.type('T', dtype),
    attribute.int('strides', [1, 1, 1, 1]),
    attribute.int('dilations', [1, 1, 1, 1]),
    attribute.string('padding', 'SAME'),
    attribute.string('data_format', format),
    attribute.bool('use_cudnn_on_gpu', true),
  ]
  const sizes = (shape: number[]) => ops.int32(Int32Array.from(shape), [4])
  const run = {
    forward: () => ops.run('Conv2D', [x, filter], attributes),
    'by images': () => ops.run('Conv2DBackpropInput', [sizes(shapeOf(inputs)), filter, dy], attributes),
    'by filter': () => ops.run('Conv2DBackpropFilter', [x, sizes(filterShape), dy], attributes),
  }[what]
  return () => {
    const [result] = run()
    // One number of it, so that the call has ended.
    const start = ops.int32(Int32Array.from([0, 0, 0, 0]), [4])
    const one = ops.int32(Int32Array.from([1, 1, 1, 1]), [4])
    const [slice] = ops.run(
      'Slice',
      [result, start, one],
      [attribute.type('T', dtype), attribute.type('Index', 'int32')],
    )
    ops.read(dtype === 'float32' ? slice : ops.cast(slice, dtype, 'float32'))
  }
}

/** Of the second of two calls; null where TensorFlow refuses the op. */
function secondsOf(call: () => void): number | null {
  try {
    call()
  } catch {
    return null
  }
  const began = performance.now()
  call()
  return (performance.now() - began) / 1000
}

/** Milliseconds for each image of the U-Net's evaluation of 128, by the number of threads, each in a process of its own. */
function threads() {
  const counts = [...new Set([1, Math.ceil(availableParallelism() / 2), availableParallelism(), 2 * availableParallelism()])] // prettier-ignore
  return counts.map((count) => {
    const env = { ...process.env, ...engineEnvironment({ ...process.env, ANNEAL_THREADS: String(count) }) }
    const { stdout } = spawnSync(process.execPath, [import.meta.filename, '--child'], { env, encoding: 'utf8' })
    return { threads: count, milliseconds: 1000 * (JSON.parse(stdout) as number) }
  })
}

/** Milliseconds for each image by how many are evaluated at once. */
async function chunks() {
  const rows: object[] = []
  for (const images of CHUNKS) {
    const [float32, bfloat16] = [await secondsPerImage(images, 'float32'), await secondsPerImage(images, 'bfloat16')]
    rows.push({ images, float32: 1000 * float32, bfloat16: 1000 * bfloat16 })
  }
  return rows
}

async function secondsPerImage(batch: number, precision: 'float32' | 'bfloat16'): Promise<number> {
  const compute = await openCompute({ backend: 'tensorflow' })
  const { tf } = compute
  const recipe = { kind: 'denoiser', network, shape: SHAPE, batch, precision } as const
  const { program } = await obtainProgram(recipe, compute)
  const graph = openGraphDenoiser(tf, benchNetwork(tf, { network }), program)
  const { height, width, channels } = SHAPE
  const seconds = Array.from({ length: ROUNDS }, () => {
    const began = performance.now()
    tf.tidy(() => graph.denoised(tf.ones([batch, height, width, channels]), tf.ones([batch])).dataSync())
    return (performance.now() - began) / 1000
  })
  graph.dispose()
  return Math.min(...seconds.slice(1)) / batch
}
