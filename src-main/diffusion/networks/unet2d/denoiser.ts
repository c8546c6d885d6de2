/** Diffusers' UNet2DModel read by its card: the denoiser that samplers know. */
import { cardDenoiser } from '../../scores/card-denoiser.ts'
import type { Build } from '../network.ts'
import { buildUnet2d } from './unet2d.ts'

export const buildUnet2dDenoiser: Build<'unet2d'> = (tf, declare, constant, { config, card }, { height, width }) =>
  cardDenoiser(tf, buildUnet2d(tf, declare, constant, config, [height, width]), card, constant)
