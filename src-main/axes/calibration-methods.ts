/** Ways to fit a schedule to a score and a sampler: what each looks at, and whose it is. */

type MethodRow = {
  name: string
  title: string
  /** What it measures: a fine run of the score, its loss at each level, only the spectrum of the data, or nothing. */
  needs: 'run' | 'loss' | 'spectrum' | 'nothing'
  source: string
}

export const CALIBRATION_METHODS = [
  {
    name: 'gits',
    title: 'Cheapest path of steps (GITS)',
    needs: 'run',
    source: 'Chen, Zhou, Wang, Shen & Xu 2024, arXiv:2405.11326',
  },
  {
    name: 'oss',
    title: 'Student nearest to a fine run (OSS)',
    needs: 'run',
    source: 'arXiv:2503.21774, Algorithm 1',
  },
  {
    name: 'sharp-euler',
    title: 'Even shares of the root of acceleration (SharpEuler)',
    needs: 'run',
    source: 'arXiv:2605.11547',
  },
  {
    name: 'fisher-arc',
    title: 'Even arc of the score’s change',
    needs: 'run',
    source: 'Williams, Campbell, Doucet & Syed 2024, arXiv:2412.07877',
  },
  {
    name: 'entropic',
    title: 'Equal entropy a step',
    needs: 'loss',
    source: 'Stančević, Handke & Ambrogioni 2025, arXiv:2504.13612',
  },
  {
    name: 'entropic-rescaled',
    title: 'Equal rescaled entropy a step',
    needs: 'loss',
    source: 'Stančević, Handke & Ambrogioni 2025, arXiv:2504.13612',
  },
  {
    name: 'optimised-w2',
    title: 'Least exact W2 on the data’s Gaussian',
    needs: 'spectrum',
    source: 'ours, by the exact laws of Pierret & Galerne 2024, arXiv:2405.14250',
  },
  {
    name: 'first-order-w2',
    title: 'First-order law on the data’s Gaussian',
    needs: 'spectrum',
    source: 'ours; of one eigenvalue it is Sabour, Fidler & Kreis 2024, arXiv:2404.14507, theorem 3.1',
  },
  {
    name: 'dmn',
    title: 'Least bound of multistep solvers, without a network (DMN)',
    needs: 'nothing',
    source: 'Xue, Liu, Chen, Zhang, Hu, Xie & Li 2024, arXiv:2402.17376',
  },
] as const satisfies readonly MethodRow[]

export type CalibrationMethod = (typeof CALIBRATION_METHODS)[number]['name']
export const CALIBRATION_METHOD_NAMES = CALIBRATION_METHODS.map(({ name }) => name)
