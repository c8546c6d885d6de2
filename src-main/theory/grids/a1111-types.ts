/** AUTOMATIC1111's schedule types, read and written by one table: each label, the grid that it names, and the settings that it heeds. */

export type A1111Type = {
  label: string
  /** Another label of the same grid. */
  also?: string
  /** As a schedule is written. */
  spec: { readonly family: string; readonly spare?: number }
  /** Schedule max sigma, Schedule min sigma. */
  ends?: true
  /** Schedule rho. */
  rho?: true
}

export const A1111_TYPES: readonly A1111Type[] = [
  { label: 'Karras', spec: { family: 'karras' }, ends: true, rho: true },
  { label: 'Exponential', spec: { family: 'exponential' }, ends: true },
  { label: 'Polyexponential', spec: { family: 'polyexponential' }, ends: true, rho: true },
  { label: 'SGM Uniform', spec: { family: 'sgm-uniform' } },
  { label: 'KL Optimal', spec: { family: 'kl-optimal' }, ends: true },
  { label: 'Align Your Steps', spec: { family: 'align-your-steps', spare: 0 } },
  { label: 'Normal', also: 'Uniform', spec: { family: 'normal' } },
  { label: 'Simple', spec: { family: 'simple' } },
  { label: 'DDIM', spec: { family: 'ddim-uniform' } },
  { label: 'Beta', spec: { family: 'beta' } },
]
