/** Corrupt the guess anew at each level: the baseline that soft diffusion is held against. */
import { samplerRow } from '../row.ts'
import { softEnd } from './soft-end.ts'

export const naive = samplerRow({
  ...softEnd,
  name: 'naive',
  title: 'Naive (soft diffusion)',
  source: 'Daras et al. 2022, arXiv:2209.05442, section 4',
  order: null,
  look: 'Naive (soft diffusion)',
})
