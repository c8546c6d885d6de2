import type * as tfjs from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { normals } from '#theory/noise/philox.ts'
import { groupAverage, groupNormSwish } from './group-norm.ts'

const { tf } = await openCompute()
const [batch, size, channels, groups] = [3, 4, 8, 2]

function random(sample: number, shape: number[]): tfjs.Tensor {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1))
  normals({ seed: 3, stream: 0, sample, step: 0 }, values)
  return tf.tensor(values, shape)
}

/** The same by the definition, from operations whose gradients are tfjs's own. */
function plain(...[x, gamma, beta]: tfjs.Tensor[]): tfjs.Tensor {
  const grouped = x.reshape([batch, size * size, groups, channels / groups])
  const { mean, variance } = tf.moments(grouped, [1, 3], true)
  const normalised = grouped.sub(mean).div(variance.add(1e-5).sqrt()).reshape([batch, size, size, channels])
  const row = (t: tfjs.Tensor) => t.reshape([-1, 1, 1, channels])
  const h = normalised.mul(row(gamma)).add(row(beta))
  return h.mul(h.sigmoid())
}

describe.each([1, batch])('groupNormSwish with a shift and scale for %i rows', (rows) => {
  const average = groupAverage(tf, channels, groups)
  const inputs = [
    random(0, [batch, size, size, channels]).mul(2).add(1),
    random(1, [rows, channels]).mul(0.3).add(1),
    random(2, [rows, channels]),
  ]
  const weight = random(4, [batch, size, size, channels])
  const fused = (...[x, gamma, beta]: tfjs.Tensor[]) =>
    groupNormSwish(tf, x as tfjs.Tensor4D, gamma as tfjs.Tensor2D, beta as tfjs.Tensor2D, average)

  it('is group normalisation followed by swish', () => {
    const [a, b] = [fused(...inputs), plain(inputs[0], inputs[1], inputs[2])]
    expect(a.sub(b).abs().max().dataSync()[0]).toBeLessThan(2e-5)
  })

  it('has the gradients of the plain operations, for x, gamma and beta', () => {
    const [ours, theirs] = [fused, plain].map((f) =>
      tf.grads((...args) =>
        f(...args)
          .mul(weight)
          .sum(),
      )(inputs),
    )
    ours.forEach((gradient, i) => {
      expect(gradient.shape).toEqual(inputs[i].shape)
      const difference = gradient.sub(theirs[i]).norm().div(theirs[i].norm()).dataSync()[0]
      expect(difference).toBeLessThan(1e-5)
    })
  })

  it('changes as its gradient says when x moves (central difference)', () => {
    const loss = (x: tfjs.Tensor) => fused(x, inputs[1], inputs[2]).mul(weight).sum()
    const direction = random(5, [batch, size, size, channels])
    const h = 1e-2
    const slope = loss(inputs[0].add(direction.mul(h)))
      .sub(loss(inputs[0].sub(direction.mul(h))))
      .div(2 * h)
    const expected = tf.grad(loss)(inputs[0]).mul(direction).sum().dataSync()[0]
    expect(slope.dataSync()[0] / expected).toBeCloseTo(1, 2)
  })
})
