/** What a schedule is judged by, of a data set: dimension, spread, largest distance, covariance. Some seconds for 60,000 digits. */
import type { DataFacts } from '#contract/score-facts.ts'
import { Refusal } from '#contract/refusal.ts'
import { binned } from '#theory/errors/binned-spectrum.ts'
import { pairwiseDistances } from '#theory/grids/distances.ts'
import { STREAMS } from '#theory/noise/philox.ts'
import { firstImages, isUnbounded, type Dataset } from '../dataset.ts'
import { pixelStatistics } from '../pixel-statistics.ts'
import { RANGE as SPECTRUM_RANGE, spectrumOf } from './dataset-spectrum.ts'

const RANGE = [0, 1] as const
const SAMPLED = 5000
/** No pairs are ruled out: walks from far image to far image find the largest distance to some percent, in a second; certifying it takes half a minute. */
const WORK = 0

export async function factsOf(dataset: Dataset): Promise<DataFacts> {
  const dimension = dataset.height * dataset.width * dataset.channels
  const key = { seed: 0, stream: STREAMS.bootstrap, sample: 0, step: 0 }
  const images = firstImages(dataset, RANGE, dataset.count)
  const { max, upperBound, exact, quantiles } = pairwiseDistances(images, dataset.count, dimension, SAMPLED, key, WORK)
  return {
    dimension,
    ranged: !isUnbounded(dataset),
    std: pixelStatistics(dataset, RANGE).std,
    n: dataset.count,
    distances: { max, upperBound, exact, quantiles },
    spectrum: await gathered(dataset),
  }
}

async function gathered(dataset: Dataset): Promise<DataFacts['spectrum']> {
  try {
    const { eigenvalues } = await spectrumOf(dataset)
    // Of points the spectrum is in their own units, as their distances are.
    const factor = isUnbounded(dataset) ? 1 : 1 / (SPECTRUM_RANGE[1] - SPECTRUM_RANGE[0])
    const values = Float64Array.from(eigenvalues, (value) => factor ** 2 * value)
    const { spectrum, weights } = binned({ spectrum: values, model: values })
    return { values: [...spectrum], weights: [...weights] }
  } catch (error) {
    // A machine without TensorFlow, and data of many dimensions.
    if (error instanceof Refusal) return null
    throw error
  }
} // prettier-ignore
