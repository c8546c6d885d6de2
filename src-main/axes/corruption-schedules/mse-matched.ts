/** A blur that spoils the data, in mean square, at the pace of a variance-exploding process. */
import { z } from 'zod'
import { curvesRow, ofSpectrum } from './curves-row.ts'

export const mseMatched = curvesRow({
  name: 'mse-matched',
  label: 'Mean square error of a VE process',
  formula:
    'E|x_0 - x_t|^2/E|x_0 - x_1|^2 = (sigma_VE(t)/sigma_VE(1))^2, sigma_VE geometric; noise first as in two stages',
  source: 'Daras et al. 2022, arXiv:2209.05442, an ablation',
  works: ['daras2022soft'],
  parameters: {
    ...ofSpectrum,
    ve_sigma_max: z.number().positive().default(50).describe('sigma_VE(1)'),
    ve_sigma_min: z.number().positive().default(0.01).describe('sigma_VE(0)'),
  },
  ofBlur: true,
})
