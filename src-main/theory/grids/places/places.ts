/** Every grid that theory places, by the name of its row. */
import * as sigmas from './on-sigmas.ts'
import * as times from './on-times.ts'
import * as timesteps from './on-timesteps.ts'
import type { Place, PlacedName } from './place.ts'

export const PLACES: { readonly [N in PlacedName]: Place<N> } = {
  normal: timesteps.normal,
  simple: timesteps.simple,
  'sgm-uniform': timesteps.sgmUniform,
  'ddim-uniform': timesteps.ddimUniform,
  beta: timesteps.beta,
  linspace: timesteps.linspace,
  leading: timesteps.leading,
  trailing: timesteps.trailing,
  'beta-sigma': sigmas.betaSigma,
  laplace: sigmas.laplace,
  'log-normal': sigmas.logNormal,
  'align-your-steps': sigmas.alignYourSteps,
  flow: times.flow,
  'linear-quadratic': times.linearQuadratic,
  'bong-tangent': times.bongTangent,
}
