/** Every network in whose features pictures are compared, as its row tells it. */
import { classifier } from './classifier.ts'
import { inception } from './inception.ts'
import type { JudgeRow } from './judge-row.ts'

export const JUDGE_ROWS = [inception, classifier] as const
export type FeatureName = (typeof JUDGE_ROWS)[number]['name']
export const FEATURE_NAMES = JUDGE_ROWS.map(({ name }) => name) as [FeatureName, ...FeatureName[]]
export const judgeRow = (name: FeatureName): JudgeRow => JUDGE_ROWS.find((row) => row.name === name)!
