/** Every corruption of images beside the noise, as its row tells it. */
import { gaussianBlur } from './gaussian-blur.ts'
import { identity } from './identity.ts'
import { mask } from './mask.ts'

export const CORRUPTION_ROWS = [identity, gaussianBlur, mask] as const
