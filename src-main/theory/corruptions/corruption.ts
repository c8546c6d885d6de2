/** Corruptions in float64 on one image: what they do to it, and their gains where they are diagonal. Every one here is symmetric. */
import type { Corruption, CorruptionOf } from '#contract/corruption.ts'
import { periodicGains, periodicMatrix, zeroPaddedMatrix } from './gaussian-blur.ts'
import { maskGains, maskOrder } from './mask.ts'

export type Shape = { height: number; width: number; channels: number }

/** C_level for images of one shape, HWC, channel by channel. C' = C, C_0 = I. */
export type LinearMap = {
  apply(image: ArrayLike<number>, level: number): Float64Array
  /**
   * C = B diag(gains) B with B the Hartley transform of rows and columns (blur, gain k, l at k width + l) or B = I (mask, identity):
   * [height, width], alike for every channel. Null where no basis serves all levels.
   */
  gains(level: number): { basis: 'pixels' | 'hartley'; values: Float64Array } | null
}

const MAPS: { readonly [N in Corruption['name']]: (spec: CorruptionOf<N>, shape: Shape) => LinearMap } = {
  identity: (_, shape) => diagonal(shape, () => new Float64Array(shape.height * shape.width).fill(1)),

  'gaussian-blur': ({ padding, halfSize }, shape) => {
    const { height, width } = shape
    const matrix = padding === 'periodic' ? periodicMatrix : (n: number, b: number) => zeroPaddedMatrix(n, b, halfSize)
    return {
      apply: (image, level) => separable(image, shape, matrix(height, level), matrix(width, level)),
      gains(level) {
        if (padding === 'zero') return null
        const [down, along] = [periodicGains(height, level), periodicGains(width, level)]
        const values = Float64Array.from(
          { length: height * width },
          (_, at) => down[Math.floor(at / width)] * along[at % width],
        )
        return { basis: 'hartley', values }
      },
    }
  },

  mask: (spec, shape) => {
    const order = maskOrder(shape, spec)
    return diagonal(shape, (level) => maskGains(order, level))
  },
}

export const linearMap = (spec: Corruption, shape: Shape): LinearMap =>
  (MAPS[spec.name] as (spec: Corruption, shape: Shape) => LinearMap)(spec, shape)

const diagonal = ({ channels }: Shape, gains: (level: number) => Float64Array): LinearMap => ({
  apply(image, level) {
    const values = gains(level)
    return Float64Array.from(image, (value, at) => value * values[Math.floor(at / channels)])
  },
  gains: (level) => ({ basis: 'pixels', values: gains(level) }),
})

/** An image HWC with its rows under `down` [height, height], then its columns under `along` [width, width]. */
export function separable(
  image: ArrayLike<number>,
  { height, width, channels }: Shape,
  down: Float64Array,
  along: Float64Array,
): Float64Array {
  const between = new Float64Array(image.length)
  const row = width * channels
  for (let i = 0; i < height; i++)
    for (let k = 0; k < height; k++) {
      const gain = down[i * height + k]
      if (gain !== 0) for (let at = 0; at < row; at++) between[i * row + at] += gain * image[k * row + at]
    }
  const out = new Float64Array(image.length)
  for (let j = 0; j < width; j++)
    for (let k = 0; k < width; k++) {
      const gain = along[j * width + k]
      if (gain === 0) continue
      for (let i = 0; i < height; i++)
        for (let c = 0; c < channels; c++) out[i * row + j * channels + c] += gain * between[i * row + k * channels + c]
    }
  return out
}
