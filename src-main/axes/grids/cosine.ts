/** Even in the angle whose cosine is sigma. */
import { gridRow } from './grid-row.ts'
import { range } from './parameters.ts'

export const cosine = gridRow({
  name: 'cosine',
  label: 'Cosine',
  formula: 'sigma = cos((1-u) arccos sigma_max + u arccos sigma_min)',
  source: 'uniform in the angle whose cosine is sigma',
  works: ['nichol2021'],
  parameters: range,
  ends: 'range',
  mostSigmaMax: 1,
  process: 've',
  refuse: ({ sigmaMax }) =>
    sigmaMax <= 1
      ? null
      : {
          field: 'sigma_max',
          message: `The cosine sequence needs sigma_max <= 1, for arccos(${sigmaMax}) does not exist; lower sigma_max or take the geometric sequence.`,
        },
  sigma: (u, { sigmaMin, sigmaMax }) => Math.cos((1 - u) * Math.acos(sigmaMax) + u * Math.acos(sigmaMin)),
})
