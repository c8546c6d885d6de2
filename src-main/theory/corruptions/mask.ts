/** The order in which a growing mask hides an image's patches. */
import { permutation, STREAMS } from '../noise/philox.ts'

export type MaskOrder = {
  /** Rank of each pixel's patch, row by row: the patch of rank 0 is hidden first. */
  ranks: Int32Array
  patches: number
}
type Sides = { height: number; width: number }

/**
 * Patches are squares of side `patch`, cut at the right and lower border, in the order of one random permutation that `maskSeed`
 * names: the same for every image, so that C is one linear map.
 */
export function maskOrder(
  { height, width }: Sides,
  { patch, maskSeed }: { patch: number; maskSeed: number },
): MaskOrder {
  const columns = Math.ceil(width / patch)
  const patches = columns * Math.ceil(height / patch)
  const order = permutation({ seed: maskSeed, stream: STREAMS.mask, sample: 0, step: 0 }, patches)
  const rankOf = new Int32Array(patches)
  order.forEach((at, rank) => (rankOf[at] = rank))
  const ranks = Int32Array.from({ length: height * width }, (_, pixel) => {
    const [row, column] = [Math.floor(pixel / width), pixel % width]
    return rankOf[Math.floor(row / patch) * columns + Math.floor(column / patch)]
  })
  return { ranks, patches }
}

/** Whether each pixel is kept (1) or hidden (0) at `level`: hidden where rank + 1/2 < level patches, which are round(level patches). */
export const maskGains = ({ ranks, patches }: MaskOrder, level: number): Float64Array =>
  Float64Array.from(ranks, (rank) => (rank + 0.5 < level * patches ? 0 : 1))
