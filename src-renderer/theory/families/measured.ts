/** Measured steps as lines, sentences and rows. Pure. */
import type { ComplexityAt, MeasuredSteps } from '#theory/errors/complexity.ts'
import type { PlotSeries } from '../../figures/plot-points.ts'
import { FAMILIES, type PageFamily } from '../process/families.ts'
import { COMPARISONS, type Comparison, type FamiliesStudy } from './families-study.svelte.ts'

export const labelOf = (name: string): string => FAMILIES[name as PageFamily].label

/** null where that family has not been measured, or could not be. */
export function stepsOf({ measured }: FamiliesStudy, comparison: Comparison, name: string): MeasuredSteps | null {
  const found = measured[comparison][name]
  return found && !('error' in found) ? found : null
}

export const measuredSeries = (study: FamiliesStudy, comparison: Comparison): PlotSeries[] =>
  study.rows.flatMap(({ name }, slot) => {
    const found = stepsOf(study, comparison, name)
    if (!found) return []
    const points = study.targets.map((x, i) => ({ x, y: found.steps[i] ?? NaN }))
    return [{ label: labelOf(name), slot, marks: true, points }]
  })

/** The target that the sentence speaks of: W2 of .1. */
const SPOKEN = 2

export function saysMeasured(study: FamiliesStudy, comparison: Comparison): string {
  const found = study.rows.flatMap(({ name }) => {
    const steps = stepsOf(study, comparison, name)?.steps[SPOKEN]
    return steps ? [{ name, steps }] : []
  })
  if (found.length < 2) return ''
  const sorted = found.toSorted((a, b) => a.steps - b.steps)
  const [least, most] = [sorted[0], sorted.at(-1)!]
  return `For W₂ ≤ ${study.targets[SPOKEN]} on ${study.measuredOn}, ${labelOf(least.name)} takes ${least.steps} steps, ${labelOf(most.name)} ${most.steps}.`
}

/** Every family as shipped and matched, with its orders as printed and at the (d, eps) chosen. */
export function rowsOf(study: FamiliesStudy, values: readonly ComplexityAt[]): (string | number)[][] {
  const { d, eps, targets } = study
  const head = ['family', 'f', 'g', 'K', 'M', 'eta', `K at d=${d} eps=${eps}`, 'comparison', 'integral of beta']
  return [
    [...head, ...targets.map((target) => `steps to W2 ${target}`)],
    ...study.rows.flatMap(({ name, f, g, formulas: { K, M, eta } }, i) =>
      COMPARISONS.map((comparison) => {
        const found = stepsOf(study, comparison, name)
        const steps = targets.map((_, at) => found?.steps[at] ?? '')
        return [name, f, g, K, M, eta, values[i].K ?? '', comparison, found?.integralBeta ?? '', ...steps]
      }),
    ),
  ]
}
