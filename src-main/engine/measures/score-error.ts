/** A trained score held against the exact one of a law in the plane, under the noised law itself. */
import { join } from 'node:path'
import type { Arm, Measured } from '#contract/measures.ts'
import { CONFIDENCE } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { LAW_2D_DEFAULTS } from '#axes/scores/planar-laws.ts'
import { LAWS_2D, samplePoints } from '#datasets/laws-2d.ts'
import { isLaw2d, namedLaw2d } from '#datasets/law-dataset.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { signFlipTest } from '#theory/statistics/paired.ts'
import { spearman } from '#theory/statistics/rank-correlation.ts'
import { summarise } from '#theory/statistics/summary.ts'
import { openNetwork } from '../network-file.ts'
import type { MeasureRoom } from './arms.ts'
import { measuredMean } from './means.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'

/** Points of the noised law, none of which the training has seen. */
const POINTS = 2000
const SEED = 977

type Field = { errors: Float64Array; logDensity: Float64Array }

/** Over the trainings of the arm: the root mean square of |s - s*|, with Student's interval of its mean. */
export const scoreError: MeasureRow<SpecOf<'score-error'>> = {
  measured: (spec, arm, room) => measuredMean(rootMeanSquares(spec, arm, room)),
  compared(spec, first, second, room) {
    if (!isArm(second)) throw new Refusal('A score error is compared between two arms.', { field: 'second' })
    const [a, b] = [rootMeanSquares(spec, first, room), rootMeanSquares(spec, second, room)]
    const { mean, low, high, n } = summarise(
      a.map((value, i) => value - b[i]),
      CONFIDENCE,
    )
    const { pValue, method } = signFlipTest(a, b, { seed: 0 })
    const scale = (summarise(a).mean + summarise(b).mean) / 2
    return {
      estimate: mean,
      low: low!,
      high: high!,
      confidence: CONFIDENCE,
      pValue,
      scale,
      evidence: 'trainings',
      n,
      method,
    }
  },
}

/** Of the first training of the arm: points are what there are many of. */
export const errorByDensity: MeasureRow<SpecOf<'error-by-density'>> = {
  measured(spec, arm, room): Measured {
    const { errors, logDensity } = fieldOf(spec, arm, 0, room)
    const { value, low, high, n } = spearman(errors, logDensity, CONFIDENCE)
    return { value, low, high, n }
  },
  compared(spec, first, second, room) {
    if (second !== 0) throw new Refusal('A rank correlation is held against 0.', { field: 'second' })
    const { errors, logDensity } = fieldOf(spec, first, 0, room)
    const { value, low, high, pValue, n, method } = spearman(errors, logDensity, CONFIDENCE)
    return { estimate: value, low, high, confidence: CONFIDENCE, pValue, scale: 1, evidence: 'noise', n, method }
  },
}

type Spec = { law: string; sigma: number }

const rootMeanSquares = (spec: Spec, arm: Arm, room: MeasureRoom): number[] =>
  arm.runs.map((_, i) => {
    const { errors } = fieldOf(spec, arm, i, room)
    return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length)
  })

/** |s(x) - s*(x)| and log p_sigma(x) at points x of p_sigma. */
function fieldOf({ law, sigma }: Spec, arm: Arm, index: number, { tf, runs }: MeasureRoom): Field {
  if (law !== 'mixture' || !isLaw2d(law))
    throw new Refusal(`The exact score of a noised ${law} is not known here.`, { field: 'law' })
  const clean = samplePoints(namedLaw2d(law), SEED, POINTS)
  const noisy = new Float32Array(2 * POINTS)
  const z = new Float32Array(2)
  for (let i = 0; i < POINTS; i++) {
    normals({ seed: SEED, stream: STREAMS.law, sample: i, step: 2 }, z)
    noisy.set([clean[2 * i] + sigma * z[0], clean[2 * i + 1] + sigma * z[1]], 2 * i)
  }
  const exact = LAWS_2D.mixture({ ...LAW_2D_DEFAULTS.mixture, std: Math.hypot(LAW_2D_DEFAULTS.mixture.std, sigma) })
  const { run } = runs(arm)[index]
  if (!run.checkpoint) throw new Refusal(`${arm.name} has no weights.`, { field: 'runs' })
  const network = openNetwork(tf, join(arm.runs[index].folder, run.checkpoint.file), 'raw')
  const denoised = tf.tidy(() =>
    network.denoised(tf.tensor4d(noisy, [POINTS, 1, 2, 1]), tf.ones([POINTS]).mul(sigma)).dataSync(),
  )
  network.dispose()
  const field: Field = { errors: new Float64Array(POINTS), logDensity: new Float64Array(POINTS) }
  for (let i = 0; i < POINTS; i++) {
    const point = [noisy[2 * i], noisy[2 * i + 1]] as const
    const [a, b] = exact.score(point)
    const [c, d] = [0, 1].map((k) => (denoised[2 * i + k] - point[k]) / sigma ** 2)
    field.errors[i] = Math.hypot(c - a, d - b)
    field.logDensity[i] = exact.logDensity(point)
  }
  return field
}
