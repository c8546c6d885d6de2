/** Euler–Maruyama on the reverse SDE: an exact law that no sampler of a run bears. */
import { onSde, schemeRow } from '../row.ts'

export const em = schemeRow({
  ...onSde,
  name: 'em',
  label: 'EM',
  title: 'Euler–Maruyama on the reverse SDE',
  source: 'Euler-Maruyama on the reverse SDE; Song et al. 2021, arXiv 2011.13456',
  slot: 0,
  onCanvas: true,
  doctor: 'euler-maruyama',
})
