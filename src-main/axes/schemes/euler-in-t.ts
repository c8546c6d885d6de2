/** Euler on the probability-flow ODE in t; also the law of runs' Euler, whose time is sigma. */
import { onOde, schemeRow } from '../row.ts'

export const eulerInT = schemeRow({
  ...onOde,
  name: 'euler',
  label: 'Euler',
  title: 'Euler on the probability-flow ODE in t',
  source: 'Euler on the probability-flow ODE in t; Song et al. 2021, arXiv 2011.13456',
  slot: 2,
  onCanvas: true,
})
