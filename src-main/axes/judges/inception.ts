import type { JudgeRow } from './judge-row.ts'

/** FID's own: Inception-v3 of 2015 at its last pooling (Szegedy et al. 2015; Heusel et al. 2017, arXiv:1706.08500). */
export const inception = {
  name: 'inception',
  title: 'Inception (FID)',
  resizes: true,
  divisor: 'n-1',
} as const satisfies JudgeRow
