/** Every measure by name, and the answer to a whole task: what was measured of each arm, how arms differ. */
import type { Compute } from '#compute/backend.ts'
import { type Arm, type MeasureAnswer, type MeasureSpec, type MeasureTask, NOT_ASKED } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { type MeasureRoom, openArms, type Tell } from './arms.ts'
import { classDistance } from './class-distance.ts'
import { share, spread } from './classes.ts'
import { classDivergence } from './class-divergence.ts'
import { distance } from './distance.ts'
import { exactMixture } from './exact-mixture.ts'
import { exactSteps } from './exact-steps.ts'
import { gaussianW2 } from './gaussian-w2.ts'
import { leftNoise } from './left-noise.ts'
import type { MeasureRow, SpecOf } from './measure-row.ts'
import { modeStd, modeWeight } from './modes.ts'
import { parameters, result } from './of-runs.ts'
import { component } from './points.ts'
import { errorByDensity, scoreError } from './score-error.ts'
import { variance } from './variance.ts'

const MEASURES: { readonly [N in MeasureSpec['measure']]: MeasureRow<SpecOf<N>> } = {
  distance,
  spread,
  share,
  'class-distance': classDistance,
  component,
  'left-noise': leftNoise,
  variance,
  result,
  parameters,
  'exact-mixture': exactMixture,
  'exact-steps': exactSteps,
  'gaussian-w2': gaussianW2,
  'mode-weight': modeWeight,
  'mode-std': modeStd,
  'class-divergence': classDivergence,
  'score-error': scoreError,
  'error-by-density': errorByDensity,
}

const rowOf = (spec: MeasureSpec) => MEASURES[spec.measure] as MeasureRow<MeasureSpec>

export async function measureArms(
  task: MeasureTask,
  compute: Compute,
  signal: AbortSignal,
  tell: Tell,
): Promise<MeasureAnswer> {
  const room = openArms(task, compute, signal, tell)
  const named = new Map(task.arms.map((arm) => [arm.name, arm]))
  const arms: MeasureAnswer['arms'] = []
  for (const arm of task.arms) {
    const values = []
    for (const spec of task.shown) {
      signal.throwIfAborted()
      const asked = !spec.arms || spec.arms.includes(arm.name)
      values.push(asked ? await orMissing(arm, () => rowOf(spec).measured(spec, arm, room)) : { missing: NOT_ASKED })
    }
    arms.push({ name: arm.name, values, shares: sharesOf(task, arm, room) })
  }
  const comparisons: MeasureAnswer['comparisons'] = []
  for (const { of, first, second } of task.comparisons) {
    signal.throwIfAborted()
    const [one, two] = [named.get(first), typeof second === 'number' ? second : named.get(second)]
    const { compared } = rowOf(of)
    if (one === undefined || two === undefined || compared === null)
      throw new Error(`a study compares ${first} and ${second} by ${of.measure}`)
    const both = typeof two === 'number' ? [one] : [one, two]
    comparisons.push(await orMissing(both, () => compared(of, one, two, room)))
  }
  return { arms, comparisons }
}

/** What a run that is missing, or whose samples cannot be measured, leaves: a hole with its reason. */
async function orMissing<T>(
  arms: Arm | readonly Arm[],
  measure: () => Promise<T> | T,
): Promise<T | { missing: string }> {
  const empty = [arms].flat().find(({ runs }) => runs.length === 0)
  if (empty) return { missing: `no run of ${empty.name} has finished` }
  try {
    return await measure()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { missing: error.message }
  }
}

/** Of every class, where a classifier has looked. */
function sharesOf({ shown }: MeasureTask, arm: Arm, room: MeasureRoom): Record<string, number> | null {
  if (arm.runs.length === 0 || !shown.some(({ measure }) => measure === 'spread' || measure === 'share')) return null
  const labels = room.labels(arm)
  return Object.fromEntries(
    room.classes().map((name, k) => [name, labels.filter((label) => label === k).length / labels.length]),
  )
}
