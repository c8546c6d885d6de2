/** How much arithmetic a row is: what its share of the machine's peak is counted by. */
import type { Compute } from '#compute/backend.ts'
import { benchNetwork } from './exchange.ts'
import { type Row, SHAPE } from './rows.ts'

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1)

/**
 * Multiplications and additions of the row's convolutions and matrix products, from the shapes that TensorFlow.js reports for one
 * image. A step is taken as three forward passes: each of a product's two gradients costs what the product does.
 */
export async function flopsOf({ tf }: Compute, row: Row): Promise<number | undefined> {
  if ('data' in row) return undefined
  // Two products of each image with each training image.
  if (row.kind === 'empirical') return 2 * 2 * row.batch * 60_000 * 784
  const network = benchNetwork(tf, row)
  const { height, width, channels } = SHAPE
  const { kernels } = await tf.profile(() => network.denoised(tf.zeros([1, height, width, channels]), tf.ones([1])))
  network.dispose()
  let forward = 0
  for (const { name, inputShapes, outputShapes } of kernels) {
    const output = outputShapes[0]
    if (name === 'Conv2D') forward += (2 * sizeOf(output) * sizeOf(inputShapes[1])) / output[3]
    if (name === 'BatchMatMul') forward += (2 * sizeOf(output) * sizeOf(inputShapes[0])) / sizeOf(output.slice(0, -1))
  }
  if (row.kind === 'heun') return forward * row.n * (2 * row.sigmas.length - 1)
  if (row.kind === 'langevin') return forward * row.n * row.sigmas.length
  return forward * row.batch * (row.kind === 'step' ? 3 : 1)
}
