/** Every grid that has a name, as its row tells it; a list of levels has none. */
import { cosine } from './cosine.ts'
import { exponential } from './exponential.ts'
import { geometric } from './geometric.ts'
import { karras } from './karras.ts'
import { linear } from './linear.ts'
import { polyexponential } from './polyexponential.ts'
import { sigmoid } from './sigmoid.ts'
import { vpCosine } from './vp-cosine.ts'
import { vpLinear } from './vp-linear.ts'

export const GRID_ROWS = [
  geometric,
  exponential,
  linear,
  cosine,
  sigmoid,
  karras,
  polyexponential,
  vpLinear,
  vpCosine,
] as const
