/** How far the samples of one class are from the reference's own, at equal numbers in every arm of the study. */
import { type FeatureName, judgeRow } from '#axes/judges/judges.ts'
import { CONFIDENCE, type Arm } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { type ClassDistance, frechetByClass, type Labelled } from '#theory/statistics/frechet-by-class.ts'
import { normalInterval } from '#theory/statistics/frechet-influence.ts'
import { normalCdf } from '#theory/statistics/normal.ts'
import type { MeasureRoom } from './arms.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'

type Spec = SpecOf<'class-distance'>
type Known = ClassDistance & { distance: number; standardError: number }

/**
 * A distance falls with the number of samples (Chong & Forsyth 2020, arXiv:1911.07023), so that every arm is measured at the smallest
 * count of the class over all arms, averaged over as many disjoint sets as it has. Which samples are of the class differs from arm to
 * arm: the arms are not paired, and their difference is held against the root of the sum of both jackknife variances.
 */
export const classDistance: MeasureRow<Spec> = {
  async measured(spec, arm, room) {
    const { distance: value, standardError, n } = await distanceOf(spec, arm, room)
    return { value, ...normalInterval(value, standardError, CONFIDENCE), n }
  },
  async compared(spec, first, second, room) {
    if (!isArm(second)) throw new Refusal('A distance is compared between two arms.', { field: 'second' })
    const [one, two] = [await distanceOf(spec, first, room), await distanceOf(spec, second, room)]
    const estimate = one.distance - two.distance
    const error = Math.hypot(one.standardError, two.standardError)
    return {
      estimate,
      ...normalInterval(estimate, error, CONFIDENCE),
      confidence: CONFIDENCE,
      pValue: 2 * normalCdf(-Math.abs(estimate) / error),
      scale: (one.distance + two.distance) / 2,
      evidence: 'noise',
      n: one.n,
      method: 'infinitesimal jackknife, arms apart',
    }
  },
}

async function distanceOf(spec: Spec, arm: Arm, room: MeasureRoom): Promise<Known> {
  const [own] = (await ofEveryArm(spec, room))[room.arms.findIndex((one) => one.name === arm.name)]
  if (own.distance === null || own.standardError === null)
    throw new Refusal(own.reason!.replace('the class', spec.class), { field: 'class' })
  return own as Known
}

/** All arms are measured together, at one number of samples: once for all that ask. */
const measured = new WeakMap<MeasureRoom, Map<string, Promise<ClassDistance[][]>>>()

function ofEveryArm({ features: kind, class: name }: Spec, room: MeasureRoom): Promise<ClassDistance[][]> {
  const known = measured.get(room) ?? new Map<string, Promise<ClassDistance[][]>>()
  measured.set(room, known)
  const key = `${kind} ${name}`
  const found = known.get(key) ?? measure(kind, room.classes().indexOf(name), room)
  known.set(key, found)
  return found
}

async function measure(kind: FeatureName, of: number, room: MeasureRoom): Promise<ClassDistance[][]> {
  const arms = await Promise.all(
    room.arms.map(async (one) => ofClass({ ...(await room.features(kind, one)), labels: room.labels(one) }, of)),
  )
  const reference = ofClass({ ...(await room.referenceRows(kind)), labels: labelsOf(await room.reference(), room) }, of)
  return frechetByClass(arms, reference, 1, { divisor: judgeRow(kind).divisor, algebra: room.algebra })
}

/** With 0 for the one class and 1 for all others. */
const ofClass = (set: Labelled, of: number): Labelled => ({
  ...set,
  labels: Array.from(set.labels, (label) => Number(label !== of)),
})

/** The reference's own labels, by the numbers that the classifier gives these names. */
function labelsOf({ name, labels, classes }: Dataset, room: MeasureRoom): number[] {
  if (!labels)
    throw new Refusal(`${name} has no labels, by which the distance of one class is measured.`, { field: 'reference' })
  const numbers = classes.map((one) => room.classes().indexOf(one))
  return Array.from(labels, (label) => numbers[label])
}
