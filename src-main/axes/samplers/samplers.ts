/** Every sampler of a run, as its row tells it. */
import { ancestral } from './ancestral.ts'
import { ddim } from './ddim.ts'
import { deis } from './deis.ts'
import { dpmpp2m } from './dpmpp2m.ts'
import { dpmpp2mSde } from './dpmpp2m-sde.ts'
import { dpmpp3m } from './dpmpp3m.ts'
import { erSde } from './er-sde.ts'
import { euler } from './euler.ts'
import { eulerHeun } from './euler-heun.ts'
import { heun } from './heun.ts'
import { ipndm } from './ipndm.ts'
import { langevin } from './langevin.ts'
import { ddpm } from './ddpm.ts'
import { ei } from './ei.ts'
import { em } from './em.ts'
import { rk4 } from './rk4.ts'
import { mala } from './mala.ts'
import { momentum } from './momentum.ts'
import { momentumOde } from './momentum-ode.ts'
import { naive } from './naive.ts'
import { predictorCorrector } from './predictor-corrector.ts'
import { reverseDiffusion } from './reverse-diffusion.ts'
import { restart } from './restart.ts'
import { saSolver } from './sa-solver.ts'
import { unipc } from './unipc.ts'

export const SAMPLER_ROWS = [
  langevin,
  euler,
  heun,
  reverseDiffusion,
  ancestral,
  ddim,
  predictorCorrector,
  dpmpp2m,
  mala,
  naive,
  momentum,
  momentumOde,
  em,
  ei,
  ddpm,
  rk4,
  ipndm,
  deis,
  dpmpp3m,
  dpmpp2mSde,
  unipc,
  eulerHeun,
  saSolver,
  erSde,
  restart,
] as const
