/** Runge–Kutta 4 on the ODE in t: an exact law that no sampler of a run bears. */
import { onOde, schemeRow } from '../row.ts'

export const rk4 = schemeRow({
  ...onOde,
  name: 'rk4',
  label: 'RK4',
  title: 'Runge–Kutta 4 on the ODE in t',
  source: 'Runge-Kutta 4 on the probability-flow ODE in t',
  slot: 6,
  order: 4,
  evaluations: (steps) => 4 * steps,
})
