import type { Tensor4D } from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { openCompute, type BackendName, type Tf } from './backend.ts'
import { dilatedConv2d } from './dilated-convolution.ts'
import { findTensorflow } from '#program/tensorflow-library.mjs'

const backends: BackendName[] = findTensorflow().found.length > 0 ? ['tensorflow', 'wasm', 'cpu'] : ['wasm', 'cpu']
const [batch, height, width, channels, outputs] = [2, 7, 6, 3, 4]

/** Fixed irregular numbers in [-1, 1]. */
const wave = (count: number, phase: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(1.7 * i * i + phase))
const images = wave(batch * height * width * channels, 1)
const filter = wave(9 * channels * outputs, 2)
const weights = wave(batch * height * width * outputs, 3)

/** The definition, in float64 loops. */
function byDefinition(x: ArrayLike<number>, w: ArrayLike<number>, dilation: number): Float64Array {
  const y = new Float64Array(batch * height * width * outputs)
  for (let b = 0; b < batch; b++)
    for (let h = 0; h < height; h++)
      for (let v = 0; v < width; v++)
        for (let i = -1; i <= 1; i++)
          for (let j = -1; j <= 1; j++) {
            const [row, column] = [h + dilation * i, v + dilation * j]
            if (row < 0 || row >= height || column < 0 || column >= width) continue
            for (let c = 0; c < channels; c++)
              for (let o = 0; o < outputs; o++)
                y[((b * height + h) * width + v) * outputs + o]! +=
                  x[((b * height + row) * width + column) * channels + c]! *
                  w[(((i + 1) * 3 + j + 1) * channels + c) * outputs + o]!
          }
  return y
}

const loss = (x: ArrayLike<number>, w: ArrayLike<number>, dilation: number) =>
  byDefinition(x, w, dilation).reduce((sum, y, i) => sum + weights[i]! * y * y, 0)

/** Central differences of the loss in float64, exact for a quadratic up to rounding. */
function differences(values: Float32Array, lossOf: (values: Float64Array) => number): number[] {
  const point = Float64Array.from(values)
  return Array.from(values, (value, i) => {
    point[i] = value + 1e-3
    const above = lossOf(point)
    point[i] = value - 1e-3
    const below = lossOf(point)
    point[i] = value
    return (above - below) / 2e-3
  })
}

function gradients(tf: Tf, dilation: number): { y: number[]; dx: number[]; dw: number[]; leaked: number } {
  const before = tf.memory().numTensors
  const result = tf.tidy(() => {
    const x = tf.tensor4d(images, [batch, height, width, channels])
    const w = tf.tensor4d(filter, [3, 3, channels, outputs])
    const square = (x: Tensor4D, w: Tensor4D) => {
      const y = dilatedConv2d(tf, x, w, dilation)
      return tf.sum(tf.mul(tf.tensor4d(weights, y.shape), tf.square(y)))
    }
    const [dx, dw] = tf.grads(square as never)([x, w])
    const values = [dilatedConv2d(tf, x, w, dilation), dx!, dw!].map((tensor) => Array.from(tensor.dataSync()))
    return { y: values[0]!, dx: values[1]!, dw: values[2]! }
  })
  return { ...result, leaked: tf.memory().numTensors - before }
}

function worst(actual: number[], expected: ArrayLike<number>): number {
  const scale = Math.max(...Array.from(expected, Math.abs))
  return Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!))) / scale
}

describe('a dilated convolution', () => {
  for (const backend of backends) {
    it.each([1, 2, 3, 4])(
      `on ${backend}, with dilation %i, has the value and both gradients of its definition`,
      async (dilation) => {
        const { tf } = await openCompute({ backend })
        const { y, dx, dw, leaked } = gradients(tf, dilation)
        expect(worst(y, byDefinition(images, filter, dilation))).toBeLessThan(2e-6)
        expect(
          worst(
            dx,
            differences(images, (x) => loss(x, filter, dilation)),
          ),
        ).toBeLessThan(3e-6)
        expect(
          worst(
            dw,
            differences(filter, (w) => loss(images, w, dilation)),
          ),
        ).toBeLessThan(3e-6)
        expect(leaked).toBe(0)
      },
    )
  }
})
