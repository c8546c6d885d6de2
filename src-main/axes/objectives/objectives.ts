/** Every training objective: its loss as a reader knows it, and the works it comes from. */
import type { Work } from '../bibliography.ts'

type ObjectiveRow = { name: string; formula: string; works: readonly Work[] }

export const OBJECTIVE_ROWS = [
  { name: 'dsm', formula: '1/2 sigma^2 |score + z/sigma|^2', works: ['vincent2011'] },
  {
    name: 'edm',
    formula: '(sigma^2 + sigma_data^2)/(sigma sigma_data)^2 |denoised - x0|^2',
    works: [],
  },
  { name: 'eps', formula: '|eps - z|^2, the noise: |denoised - x0|^2/sigma^2', works: ['ho2020'] },
  {
    name: 'v',
    formula: '|v - (alpha z - sigma x0)|^2 of VP: (1 + 1/sigma^2) |denoised - x0|^2',
    works: ['salimans2022'],
  },
  {
    name: 'velocity',
    formula: '|velocity - (z - x0)|^2 of a flow: ((1 + sigma)/sigma)^2 |denoised - x0|^2',
    works: ['liu2023'],
  },
  { name: 'min-snr', formula: 'min(1/sigma^2, 5) |denoised - x0|^2', works: ['hang2023'] },
  { name: 'sm', formula: 'sigma^2 (tr grad score + |score|^2/2)', works: [] },
  { name: 'ssm', formula: 'its trace by slices v^T grad score v', works: [] },
  { name: 'soft', formula: 'w/2 |C_t (denoised - x0)|^2, soft score matching', works: ['daras2022soft'] },
  { name: 'residual', formula: 'w/2 |denoised - x0|^2 under a corruption, its baseline', works: ['daras2022soft'] },
] as const satisfies readonly ObjectiveRow[]
export type ObjectiveName = (typeof OBJECTIVE_ROWS)[number]['name']
