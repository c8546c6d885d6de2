/** Where curves of a study cross, read off its comparisons, and in a sentence. */
import type { CrossingSpec } from '#contract/study-file.ts'
import type { StudyResult } from '#contract/study-result.ts'
import { type Crossing, crossingOf } from './crossing.ts'

export type StudyCrossing = { spec: CrossingSpec; crossing: Crossing | null; says: string }

/** Of the places whose comparison was measured; two at least. */
export function crossingsOf(
  specs: readonly CrossingSpec[],
  { comparisons }: Pick<StudyResult, 'comparisons'>,
): StudyCrossing[] {
  return specs.map((spec) => {
    const points = spec.at.flatMap((x, i) => {
      const difference = comparisons.find((one) => one.spec.name === spec.of[i])?.difference
      return difference ? [{ x, estimate: difference.estimate, low: difference.low, high: difference.high }] : []
    })
    const crossing = crossingOf(points)
    return {
      spec,
      crossing,
      says: points.length < 2 ? `${spec.name}: too few were measured.` : sentence(spec, crossing),
    }
  })
}

function sentence({ name, x, at }: CrossingSpec, crossing: Crossing | null): string {
  const [first, last] = [Math.min(...at), Math.max(...at)]
  if (!crossing) return `${name}: no crossing between ${first} and ${last} ${x}.`
  const { value, low, high } = crossing
  const ends = `[${low === null ? `${first} or fewer` : short(low)}, ${high === null ? `${last} or more` : short(high)}]`
  if (value === null) return `${name}: they do not cross between ${first} and ${last} ${x}, and could within ${ends}.`
  return `${name}: they cross at ${short(value)} ${x}, ${ends} at 95 %.`
}

const short = (value: number) => String(Number(value.toPrecision(3)))
