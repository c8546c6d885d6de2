/** Noise first, then the corruption at constant noise: the published choice. */
import { curvesRow, staged } from './curves-row.ts'

export const twoStage = curvesRow({
  name: 'two-stage',
  label: 'Two stages',
  formula:
    'sigma = sigma_min (sigma_max/sigma_min)^(min(t, share)/share), level = level_max max(0, t - share)/(1 - share)',
  source: 'Daras et al. 2022, arXiv:2209.05442: noise in less than a fifth of the time, then blur',
  works: ['daras2022soft'],
  parameters: staged,
  ofBlur: false,
})
