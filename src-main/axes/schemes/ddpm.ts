/** Ancestral sampling: an exact law that no sampler of a run bears. */
import { onSde, schemeRow } from '../row.ts'

export const ddpm = schemeRow({
  ...onSde,
  name: 'ddpm',
  label: 'DDPM',
  title: 'Ancestral sampling',
  source: 'ancestral sampling; Ho et al. 2020, arXiv 2006.11239',
  slot: 4,
  onCanvas: true,
})
