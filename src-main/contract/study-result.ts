/** What a tier of a study gave: kept beside the runs, committed for those that ship, shown alike. */
import type { ComparisonSpec, Difference, MeasureAnswer, MeasureSpec } from './measures.ts'
import type { Factors } from './sweep-cells.ts'
import type { CrossingSpec, StudyFile, TierName } from './study-file.ts'

/** Of one comparison. `smaller`: not found, and the interval excludes an effect of the published relative size. */
export type Finding = 'found' | 'reversed' | 'smaller' | 'open' | 'reported' | 'missing'
export type VerdictName = 'found again' | 'reversed' | 'not found' | 'too little evidence'
export type Needed = { evidence: 'noise' | 'trainings'; n: number; power: number }

export type StudyResult = {
  format: 'anneal-study-1'
  study: string
  version: number
  tier: TierName
  /** As it would be typed again. */
  command: string
  anneal: string
  /** Of the source, where it runs from one. */
  commit: string | null
  machine: { cpu: string; cores: number; platform: string; backend: string | null }
  /** ISO 8601. */
  date: string
  /** Of all runs, and of measuring. */
  seconds: { runs: number; measures: number }
  runs: {
    step: string
    factors: Factors
    number: number | null
    state: string
    reason: string | null
    config: string | null
    seconds: number | null
  }[]
  shown: MeasureSpec[]
  arms: MeasureAnswer['arms']
  comparisons: {
    spec: ComparisonSpec
    difference: Difference | null
    /** Why there is none. */
    missing: string | null
    finding: Finding
    /** Holm's, over the tested comparisons. */
    adjustedP: number | null
    needed: Needed | null
  }[]
  level: number
  /** Null where nothing is tested: pictures and equalities. */
  verdict: VerdictName | null
  needed: Needed | null
}

/** Of one tier. `own`: run on this machine; `shipped`: committed with the program. */
export type TierResults = { own: StudyResult | null; shipped: StudyResult | null }

/** What is shown: the reader's own result before the one that ships. */
export const shownResult = (results: TierResults | undefined): StudyResult | null =>
  results?.own ?? results?.shipped ?? null

export type TierView = TierResults & {
  crossings: CrossingSpec[]
  minutes: number | null
  says: string
  runs: number | null
  evaluations: number | null
}

export type StudyView = Pick<StudyFile, 'id' | 'version' | 'source' | 'title' | 'claim' | 'published'> & {
  tiers: Partial<Record<TierName, TierView>>
}
