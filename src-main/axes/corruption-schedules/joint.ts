/** Noise and corruption grow together. */
import { bothEnds, curvesRow } from './curves-row.ts'

export const joint = curvesRow({
  name: 'joint',
  label: 'Noise and corruption together',
  formula: 'sigma = sigma_min (sigma_max/sigma_min)^t, level = level_max t',
  source: 'Daras et al. 2022, arXiv:2209.05442, an ablation',
  works: ['daras2022soft'],
  parameters: bothEnds,
  ofBlur: false,
})
