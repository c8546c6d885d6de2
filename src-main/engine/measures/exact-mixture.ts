/** What an arm's times make of the exact mixture of the reference's classes: what high-dimensional theory says beside images. */
import { toCamel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import type { DataRange } from '#contract/schedule.ts'
import { countPerClass } from '#datasets/class-counts.ts'
import { type Dataset, firstImages } from '#datasets/dataset.ts'
import { processOfSchedule } from '#theory/grids/process-levels.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { type ClassMixture, classMixtureOutcome } from '#theory/laws/class-mixture.ts'
import { UNIT } from '../judge.ts'
import { divergenceOf } from './class-divergence.ts'
import type { MeasureRow, SpecOf } from './measure-row.ts'
import { onceOfReference } from './once-of-reference.ts'

const SAMPLES = 4000

/** Means and shares of the classes, and one width: the mean variance within a class over all pixels. */
export const mixtureOfClasses = onceOfReference((data: Dataset, range: DataRange): ClassMixture => {
  const { labels, classes, count } = data
  if (!labels) throw new Refusal('The reference has no classes to make a mixture of.', { field: 'reference' })
  const size = data.height * data.width * data.channels
  const sums = classes.map(() => new Float64Array(size))
  const counts = countPerClass(data)
  let squares = 0
  const images = firstImages(data, range)
  labels.forEach((label, index) => {
    const sum = sums[label]
    for (let i = 0; i < size; i++) {
      const value = images[index * size + i]
      sum[i] += value
      squares += value * value
    }
  })
  const means = sums.map((sum, k) => sum.map((value) => value / Math.max(1, counts[k])))
  const between = means.reduce((total, mean, k) => total + counts[k] * mean.reduce((sum, v) => sum + v * v, 0), 0)
  const kept = counts.flatMap((n, k) => (n > 0 ? [k] : []))
  return {
    weights: kept.map((k) => counts[k] / count),
    means: kept.map((k) => means[k]),
    std: Math.sqrt((squares - between) / (count * size)),
  }
})

export const exactMixture: MeasureRow<SpecOf<'exact-mixture'>> = {
  async measured({ of }, arm, room) {
    const [{ config }] = room.runs(arm)
    const process = config.kind === 'sample' ? processOfSchedule(toCamel(config.schedule)) : null
    if (config.kind !== 'sample' || !process)
      throw new Refusal(`${arm.name} does not walk the times of a process.`, { field: 'schedule' })
    const times = scheduleLevels(toCamel(config.schedule)).map(({ t }) => t!)
    const mixture = mixtureOfClasses(await room.reference(), config.schedule.data_range ?? UNIT)
    const { shares, width } = classMixtureOutcome(mixture, { process, times, samples: SAMPLES, seed: 0 })
    if (of === 'width') return { value: width }
    const known = Float64Array.from(mixture.weights)
    return { value: divergenceOf(Float64Array.from(shares), known), n: SAMPLES }
  },
  compared: null,
}
