/** Heun on the probability-flow ODE in t: an exact law that no sampler of a run bears. */
import { onOde, schemeRow } from '../row.ts'

export const heunInT = schemeRow({
  ...onOde,
  name: 'heun',
  label: 'Heun',
  title: 'Heun on the probability-flow ODE in t',
  source: 'Heun on the probability-flow ODE in t',
  slot: 3,
  order: 2,
  evaluations: (steps) => 2 * steps,
})
