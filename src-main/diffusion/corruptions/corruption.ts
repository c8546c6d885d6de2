/** Corruptions as tensors: a level for each image of a batch, in operations that a graph can record. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import type { Corruption, CorruptionOf } from '#contract/corruption.ts'
import { hartleyBasis } from '#theory/corruptions/gaussian-blur.ts'
import { maskOrder } from '#theory/corruptions/mask.ts'
import type { ImageShape } from '../networks/network.ts'
import { alongFirst, turned } from './image-axes.ts'

/**
 * C_level x: images NHWC, one level per image [B]; at level 0 the images themselves, bit for bit. Every corruption here is symmetric,
 * C' = C, so it is its own adjoint: <C x, y> = <x, C y>.
 */
export type Corrupt = (x: tfjs.Tensor4D, level: tfjs.Tensor1D) => tfjs.Tensor4D
export type OpenCorruption = { corrupt: Corrupt; dispose(): void }

type Opened = { corrupt: Corrupt; constants: tfjs.Tensor[] }
const OPEN: { readonly [N in Corruption['name']]: (tf: Tf, spec: CorruptionOf<N>, shape: ImageShape) => Opened } = {
  identity: () => ({ corrupt: (x) => x, constants: [] }),

  'gaussian-blur'(tf, { padding, halfSize }, { height, width }) {
    const axis = (size: number) => (padding === 'periodic' ? periodic(tf, size) : zeroPadded(tf, size, halfSize))
    const down = axis(height)
    const along = width === height ? down : axis(width)
    const constants = [...new Set([...down.constants, ...along.constants])]
    return { corrupt: (x, level) => turned(along.blur(turned(down.blur(x, level)), level)), constants }
  },

  mask(tf, spec, shape) {
    const { ranks, patches } = maskOrder(shape, spec)
    const middles = tf.tensor4d(
      Float32Array.from(ranks, (rank) => rank + 0.5),
      [1, shape.height, shape.width, 1],
    )
    return {
      corrupt: (x, level) => x.mul(middles.greaterEqual(level.mul(patches).reshape([-1, 1, 1, 1])).toFloat()),
      constants: [middles],
    }
  },
}

/** The corruption for images of `shape`; its constants live until it is disposed of. */
export function openCorruption(tf: Tf, spec: Corruption, shape: ImageShape): OpenCorruption {
  const open = OPEN[spec.name] as (tf: Tf, spec: Corruption, shape: ImageShape) => Opened
  const { corrupt, constants } = open(tf, spec, shape)
  return { corrupt: (x, level) => tf.tidy(() => corrupt(x, level)), dispose: () => tf.dispose(constants) }
}

/** A blur along the first axis of images [B, size, ...]. */
type Axis = { blur: Corrupt; constants: tfjs.Tensor[] }

/** Below this a kernel's neighbours of the middle are 0 in float32 anyway. */
const LEAST_VARIANCE = 1e-6
/** Divided by any variance it is still finite, and its exponential 0. */
const OUTSIDE = -1e30

/** The matrix of `zeroPaddedMatrix` for each image, [B, size, size], times the images. */
function zeroPadded(tf: Tf, size: number, halfSize: number): Axis {
  const exponent = (d: number) => (Math.abs(d) <= halfSize ? -(d * d) / 2 : OUTSIDE)
  const between = Float32Array.from({ length: size * size }, (_, at) => exponent(Math.floor(at / size) - (at % size)))
  const matrix = tf.tensor3d(between, [1, size, size])
  const taps = tf.tensor3d(
    Float32Array.from({ length: 2 * halfSize + 1 }, (_, at) => exponent(at - halfSize)),
    [1, 1, 2 * halfSize + 1],
  )
  const blur: Corrupt = (x, level) => {
    const variance = tf.maximum(level.square(), LEAST_VARIANCE).reshape([-1, 1, 1])
    const kernel = matrix.div(variance).exp().div(taps.div(variance).exp().sum(2, true)) as tfjs.Tensor3D
    return tf.matMul(kernel, x.reshape<tfjs.Tensor3D>([x.shape[0], size, -1])).reshape(x.shape)
  }
  return { blur, constants: [matrix, taps] }
}

/** x + H (c - 1) H x with Hartley's basis H and the periodic gains c. */
function periodic(tf: Tf, size: number): Axis {
  const basis = tf.tensor2d(Float32Array.from(hartleyBasis(size)), [size, size])
  const omegas = Float32Array.from(
    { length: size },
    (_, k) => -0.5 * ((2 * Math.PI * Math.min(k, size - k)) / size) ** 2,
  )
  const exponents = tf.tensor2d(omegas, [1, size])
  const blur: Corrupt = (x, level) => {
    const lost = level.square().reshape([-1, 1]).mul(exponents).expm1().expandDims(2)
    const flat = x.reshape<tfjs.Tensor3D>([x.shape[0], size, -1])
    const waves: tfjs.Tensor3D = alongFirst(tf, flat, basis).mul(lost)
    return flat.add(alongFirst(tf, waves, basis)).reshape(x.shape)
  }
  return { blur, constants: [basis, exponents] }
}
