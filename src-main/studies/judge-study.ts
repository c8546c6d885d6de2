/** From what was measured to the verdict, by the rule that stood in the study's file before anything ran. Pure. */
import type { MeasureAnswer } from '#contract/measures.ts'
import type { Tier } from '#contract/study-file.ts'
import type { StudyResult } from '#contract/study-result.ts'
import { type Comparison, verdictOf } from '#theory/statistics/verdict.ts'
import { CONFIDENCE } from '#contract/measures.ts'

type Verdict = Pick<StudyResult, 'comparisons' | 'level' | 'verdict' | 'needed'>

export function judgeStudy({ compare }: Pick<Tier, 'compare'>, answers: MeasureAnswer['comparisons']): Verdict {
  const asked = compare.map(({ name, sign, published }, i): Comparison => {
    const answer = answers[i]
    const missing = 'missing' in answer
    const [first, second] = published ?? [0, 0]
    const mean = (first + second) / 2
    return {
      name,
      publishedSign: sign,
      publishedRelativeSize: mean > 0 ? Math.abs(first - second) / mean : null,
      estimate: missing ? null : answer.estimate,
      low: missing ? null : answer.low,
      high: missing ? null : answer.high,
      confidence: missing ? CONFIDENCE : answer.confidence,
      pValue: missing ? null : answer.pValue,
      scale: missing ? 1 : answer.scale,
      evidence: missing ? 'noise' : answer.evidence,
      n: missing ? 0 : answer.n,
    }
  })
  const { verdict, level, comparisons, needed } = verdictOf(asked)
  return {
    verdict,
    level,
    needed,
    comparisons: compare.map((spec, i) => {
      const answer = answers[i]
      const { finding, adjustedP, needed } = comparisons[i]
      const missing = 'missing' in answer
      return {
        spec,
        difference: missing ? null : answer,
        missing: missing ? answer.missing : null,
        finding,
        adjustedP,
        needed,
      }
    }),
  }
}
