/** The errors of the oracle that come from learning: of n images, and of a training that was stopped. Pure. */
import { finiteDataW2, imagesFor } from '#theory/errors/finite-data.ts'
import { learningTime, timeFor, unfinishedW2, type Levels } from '#theory/errors/unfinished-training.ts'
import { formatShort } from '../../ui/format.ts'
import { logarithmic } from '../places.ts'
import type { PlotPoint } from '../../figures/plot-points.ts'

export type Learning = { images: PlotPoint[]; time: PlotPoint[]; says: { images: string; time: string } }

const PLACES = 25
/** Less than this share of the first is nothing to look at. */
const LEAST_SEEN = 1e-5

/** Both curves, and what reaches `target`: the error that the best of the samplers has anyway. */
export function learningOf(spectrum: readonly number[] | Float64Array, levels: Levels, target: number): Learning {
  const varying = Float64Array.from(spectrum).filter((l) => l > 0)
  const least = Math.max(2, varying.length)
  const images = logarithmic(least, least * 1e5, PLACES).map((n) => ({ x: n, y: finiteDataW2(varying, n) ?? NaN }))
  const [small, large] = [Math.min(...varying), Math.max(...varying)]
  const time = logarithmic(0.01 / large, 100 / (small + levels.sigmaMin ** 2), PLACES)
    .map((t) => ({ x: t, y: unfinishedW2(varying, { time: t, initial: 0 }, levels) }))
    .filter(({ y }, _, [first]) => y > LEAST_SEEN * first.y)
  const n = imagesFor(varying, target)
  const long = timeFor(varying, target, 0, levels)
  const [first, last] = [large, small].map((l) => learningTime(l, 0, levels))
  return {
    images,
    time,
    says: {
      images: `A perfect training on ${formatShort(n, 3)} images is within W₂ = ${formatShort(target, 2)} of the data${n === least ? ', as many as there are directions' : ''}; four times as many halve it.`,
      time: `Gradient descent is within W₂ = ${formatShort(target, 2)} at 2 × learning rate × steps = ${formatShort(long, 3)}. The largest direction is learned at ${formatShort(first, 2)}, the smallest at ${formatShort(last, 2)}: times go as 1/λ.`,
    },
  }
}
