import type * as tfjs from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { bilinear } from './bilinear.ts'

const { tf } = await openCompute()
const keep = <T extends tfjs.Tensor>(tensor: T): T => tf.keep(tensor)
const ramp = tf.tensor4d(
  Float32Array.from({ length: 2 * 3 * 2 * 2 }, (_, i) => i ** 1.5),
  [2, 3, 2, 2],
)

const corner = (t: tfjs.Tensor4D, row: number, column: number) =>
  t.slice([1, row, column, 1], [1, 1, 1, 1]).dataSync()[0]

it('keeps the corners and is linear between them', () => {
  const y = bilinear(tf, keep, [3, 2], [5, 4])(ramp)
  expect(corner(y, 0, 0)).toBeCloseTo(corner(ramp, 0, 0), 4)
  expect(corner(y, 4, 3)).toBeCloseTo(corner(ramp, 2, 1), 4)
  const [a, b] = [corner(ramp, 0, 0), corner(ramp, 0, 1)]
  expect(corner(y, 0, 1)).toBeCloseTo(a + (b - a) / 3, 4)
})

it('is what tf.image.resizeBilinear gives with aligned corners', () => {
  const ours = bilinear(tf, keep, [3, 2], [6, 4])(ramp)
  const theirs = tf.image.resizeBilinear(ramp, [6, 4], true)
  expect(ours.sub(theirs).abs().max().dataSync()[0]).toBeLessThan(1e-4)
})

it('has the transpose as its gradient', () => {
  const enlarge = bilinear(tf, keep, [3, 2], [6, 4])
  const dy = tf.tensor4d(
    Float32Array.from({ length: 2 * 6 * 4 * 2 }, (_, i) => Math.sin(i)),
    [2, 6, 4, 2],
  )
  const dx = tf.grad((x) => enlarge(x as tfjs.Tensor4D).mul(dy))(ramp)
  // <dy, A x> = <A^T dy, x>
  const [left, right] = [enlarge(ramp).mul(dy), dx.mul(ramp)].map((t) => t.sum().dataSync()[0])
  expect(left).toBeCloseTo(right, 3)
})
