/** The stages of an evaluation and what each takes, in images judged in that time, as measured with TensorFlow on two cores: .45 ms an image. */
import type { Dataset } from '#datasets/dataset.ts'
import { INCEPTION_FEATURES } from '#diffusion/inception/architecture.ts'
import { NEIGHBOUR_SAMPLES } from '../../evaluation-results.ts'
import type { JobPort } from '../../job-port.ts'
import { MOST_PAIRED } from '../../judging/judge-sides.ts'
import { openStages, type Tick } from '../../stages.ts'
import type { Evaluation } from './open-evaluation.ts'

export type EvaluationTicks = Readonly<
  Record<
    | 'samples'
    | 'reference'
    | 'resamples'
    | 'classes'
    | 'nearestSamples'
    | 'nearestHeldOut'
    | 'inceptionSamples'
    | 'inceptionReference'
    | 'statistics'
    | 'inceptionClasses',
    Tick
  >
>

/** In the order in which they are gone through; a stage that is not asked for has no length. */
export function evaluationStages(port: JobPort, evaluation: Evaluation): EvaluationTicks {
  const { count, judging, inception, reference, sets } = evaluation
  const { training, heldOut, size } = sets
  const judged = (length: number) => (judging ? length : 0)
  const seen = (length: number) => (inception ? length : 0)
  const lengths: Record<keyof EvaluationTicks, number> = {
    samples: judged(count),
    reference: judged(reference.count),
    resamples: judged(2000 + Math.ceil(count / 2)),
    classes: judged(CLASS * reference.classes.length),
    nearestSamples: searchLength(Math.min(count, NEIGHBOUR_SAMPLES), training.length),
    nearestHeldOut: 'missing' in heldOut ? 0 : searchLength(heldOut.length / size, training.length),
    inceptionSamples: seen(INCEPTION * count),
    inceptionReference: seen(INCEPTION * reference.count),
    statistics: seen(statisticsLength(count, reference.count)),
    inceptionClasses: seen(inceptionClassesLength(reference)),
  }
  const ticks = openStages(port, Object.values(lengths))
  return Object.fromEntries(Object.keys(lengths).map((name, k) => [name, ticks[k]])) as EvaluationTicks
}

/** A picture through Inception: 53 ms. */
const INCEPTION = 118
/** One class's distance in the classifier's features. */
const CLASS = 100
/** In Inception's, where all its rows are decomposed. */
const inceptionClassesLength = ({ classes, count }: Dataset) =>
  Math.round(classes.length * 200 + 0.1 * Math.min(count, classes.length * INCEPTION_FEATURES))

/** FID and its family: a minute and a half of decompositions once there are more pictures than features, a minute of 10,000 pairs by 10,000. */
function statisticsLength(samples: number, reference: number): number {
  const decomposed = Math.min(1, samples / INCEPTION_FEATURES, reference / INCEPTION_FEATURES) ** 3
  const paired = (Math.min(MOST_PAIRED, samples) + Math.min(MOST_PAIRED, reference)) / (2 * MOST_PAIRED)
  return Math.round(1000 + 200_000 * decomposed + 130_000 * paired ** 2)
}
const searchLength = (queries: number, values: number) => Math.ceil((queries * values) / 2.5e7)
