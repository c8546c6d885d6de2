/** Euler-Maruyama on the reverse SDE in sigma^2. */
import { onSde, onePerLevel, samplerRow, schemeRow } from '../row.ts'

export const reverseDiffusion = samplerRow({
  ...onePerLevel,
  name: 'reverse-diffusion',
  aliases: ['reverse_diffusion', 'euler_maruyama'],
  title: 'Euler-Maruyama (reverse diffusion)',
  source: 'Song et al. 2021, arXiv:2011.13456, eq. 46',
  works: ['song2021sde'],
  parameters: {},
  order: 1,
  stagesInTime: 1,
  law: schemeRow({
    ...onSde,
    name: 'reverse-diffusion',
    label: 'Rev. diff.',
    title: 'Reverse diffusion predictor',
    source: 'reverse diffusion predictor; Song et al. 2021, arXiv 2011.13456',
    slot: 9,
    onCanvas: true,
  }),
  studied: false,
  look: null,
  doctor: { langevin: false },
  kDiffusion: null,
})
