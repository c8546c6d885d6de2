/** Reverse diffusion that takes back a corruption as well as noise. */
import { samplerRow } from '../row.ts'
import { softEnd } from './soft-end.ts'

export const momentum = samplerRow({
  ...softEnd,
  name: 'momentum',
  title: 'Momentum (soft diffusion)',
  source: 'Daras et al. 2022, arXiv:2209.05442, Algorithm 2',
  order: 1,
  look: 'Momentum (soft diffusion)',
})
