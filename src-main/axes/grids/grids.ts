/** Every grid that has a name, as its row tells it; a list of levels has none. */
import { alignYourSteps } from './align-your-steps.ts'
import { betaSigma } from './beta-sigma.ts'
import { beta } from './beta.ts'
import { bongTangent } from './bong-tangent.ts'
import { cosine } from './cosine.ts'
import { ddimUniform } from './ddim-uniform.ts'
import { exponential } from './exponential.ts'
import { flow } from './flow.ts'
import { geometric } from './geometric.ts'
import { karras } from './karras.ts'
import { klOptimal } from './kl-optimal.ts'
import { laplace } from './laplace.ts'
import { leading } from './leading.ts'
import { linearQuadratic } from './linear-quadratic.ts'
import { linear } from './linear.ts'
import { linspace } from './linspace.ts'
import { logNormal } from './log-normal.ts'
import { normal } from './normal.ts'
import { polyexponential } from './polyexponential.ts'
import { sgmUniform } from './sgm-uniform.ts'
import { sigmoid } from './sigmoid.ts'
import { simple } from './simple.ts'
import { trailing } from './trailing.ts'
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
  normal,
  simple,
  sgmUniform,
  ddimUniform,
  beta,
  betaSigma,
  linspace,
  leading,
  trailing,
  klOptimal,
  laplace,
  logNormal,
  alignYourSteps,
  linearQuadratic,
  bongTangent,
  flow,
] as const
