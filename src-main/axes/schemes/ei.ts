/** Exponential integrator of the reverse SDE: an exact law that no sampler of a run bears. */
import { onSde, schemeRow } from '../row.ts'

export const ei = schemeRow({
  ...onSde,
  name: 'ei',
  label: 'EI',
  title: 'Exponential integrator of the reverse SDE',
  source: 'exponential integrator; Gao, Nguyen & Zhu 2023, arXiv 2311.11003',
  slot: 1,
})
