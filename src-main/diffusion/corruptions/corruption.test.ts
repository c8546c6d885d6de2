/** Corruptions on tensors against themselves in float64, image by image, and against what a linear map must hold. */
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import type { Corruption } from '#contract/corruption.ts'
import { linearMap } from '#theory/corruptions/corruption.ts'
import { normals } from '#theory/noise/philox.ts'
import { openCorruption } from './corruption.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

const SPECS: [string, Corruption, number[]][] = [
  ['identity', { name: 'identity' }, [0, 0, 0]],
  ['zero-padded blur', { name: 'gaussian-blur', padding: 'zero', halfSize: 5 }, [0, 0.8, 4]],
  ['periodic blur', { name: 'gaussian-blur', padding: 'periodic', halfSize: 32 }, [0, 0.8, 4]],
  ['mask of pixels', { name: 'mask', patch: 1, maskSeed: 0 }, [0, 0.3, 0.9]],
  ['mask of patches', { name: 'mask', patch: 3, maskSeed: 5 }, [0, 0.5, 1]],
]
const SHAPES = [
  { height: 8, width: 8, channels: 1 },
  { height: 7, width: 10, channels: 3 },
]

describe.each(SPECS)('%s', (_, spec, levels) => {
  describe.each(SHAPES)('on $height x $width x $channels', (shape) => {
    const size = shape.height * shape.width * shape.channels
    const image = (sample: number) => {
      const out = new Float32Array(size)
      normals({ seed: 1, stream: 0, sample, step: 0 }, out)
      return out
    }
    const images = levels.map((_, i) => image(i))
    const batch = (of: Float32Array[]) =>
      tf.tensor4d(Float32Array.from(of.flatMap((one) => [...one])), [
        of.length,
        shape.height,
        shape.width,
        shape.channels,
      ])

    it('gives each image of a batch what float64 gives it at its own level, and leaves no tensor', () => {
      const before = tf.memory().numTensors
      const open = openCorruption(tf, spec, shape)
      const found = tf.tidy(() => open.corrupt(batch(images), tf.tensor1d(levels)).dataSync())
      const map = linearMap(spec, shape)
      const wanted = images.flatMap((one, i) => [...map.apply(one, levels[i])])
      expect(wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0)).toBeLessThan(2e-6)
      expect([...found.subarray(0, size)]).toEqual([...images[0]])
      open.dispose()
      expect(tf.memory().numTensors).toBe(before)
    })

    it('is its own adjoint, and its gradient is C y', () => {
      const open = openCorruption(tf, spec, shape)
      tf.tidy(() => {
        const [x, y] = [batch(images), batch(images.map((_, i) => image(10 + i)))]
        const at: Tensor1D = tf.tensor1d(levels)
        const [left] = open.corrupt(x, at).mul(y).sum().dataSync()
        const [right] = x.mul(open.corrupt(y, at)).sum().dataSync()
        expect(Math.abs(left - right)).toBeLessThan(1e-5 * Math.sqrt(size))
        const gradient = tf.grad((x) =>
          open
            .corrupt(x as Tensor4D, at)
            .mul(y)
            .sum(),
        )(x)
        const apart = gradient.sub(open.corrupt(y, at)).abs().max().dataSync()[0]
        expect(apart).toBeLessThan(1e-5)
      })
      open.dispose()
    })
  })
})
