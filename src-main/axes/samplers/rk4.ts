/** The classical Runge-Kutta method on the probability-flow ODE, in the time of its process. */
import { samplerRow } from '../row.ts'
import { rk4 as law } from '../schemes/rk4.ts'

export const rk4 = samplerRow({
  // It asks at the last level too, so that no 0 may follow.
  appendsZero: false,
  steps: (levels) => levels - 1,
  nfe: (levels) => 4 * (levels - 1),
  name: 'rk4',
  title: 'Runge-Kutta 4 (probability-flow ODE)',
  source: 'Runge-Kutta 4 on the ODE of Song et al. 2021, arXiv:2011.13456',
  works: ['song2021sde'],
  parameters: {},
  order: 4,
  stagesInTime: 4,
  law,
  studied: false,
  look: null,
  doctor: { langevin: false },
  kDiffusion: null,
})
