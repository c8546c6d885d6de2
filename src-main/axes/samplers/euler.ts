/** Euler's method on the probability-flow ODE in sigma. */
import { onePerLevel, samplerRow } from '../row.ts'
import { eulerInT } from '../schemes/euler-in-t.ts'

export const euler = samplerRow({
  ...onePerLevel,
  name: 'euler',
  aliases: ['k_euler', 'sample_euler', 'euler_discrete', 'EulerDiscreteScheduler'],
  title: 'Euler (probability-flow ODE)',
  source: 'Karras et al. 2022, arXiv:2206.00364, Algorithm 1 without its correction',
  works: ['song2021sde'],
  parameters: {},
  order: 1,
  // In EDM's process t is sigma.
  stagesInTime: 1,
  law: eulerInT,
  studied: true,
  look: 'Euler (ODE)',
  doctor: { langevin: false },
  kDiffusion: 'sample_euler',
})
