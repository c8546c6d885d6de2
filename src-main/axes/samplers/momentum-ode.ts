/** The momentum sampler without noise. */
import { samplerRow } from '../row.ts'
import { softEnd } from './soft-end.ts'

export const momentumOde = samplerRow({
  ...softEnd,
  name: 'momentum-ode',
  title: 'Momentum, deterministic (soft diffusion)',
  source: 'Daras et al. 2022, arXiv:2209.05442, section 4',
  order: 1,
  look: 'Momentum ODE (soft diffusion)',
})
