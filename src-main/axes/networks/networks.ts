/** Every architecture that can be trained, as its row tells it. */
import { mlp } from './mlp.ts'
import { ncsn } from './ncsn.ts'
import { ncsnv2 } from './ncsnv2.ts'
import { unet } from './unet.ts'

export const NETWORK_ROWS = [unet, ncsnv2, ncsn, mlp] as const
