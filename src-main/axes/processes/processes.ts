/** Every forward process, as its row tells it. */
import { edm } from './edm.ts'
import { interpolantLinear } from './interpolant-linear.ts'
import { interpolantTrig } from './interpolant-trig.ts'
import { rectifiedFlow } from './rectified-flow.ts'
import { subVp } from './sub-vp.ts'
import { veConstant } from './ve-constant.ts'
import { veExponential } from './ve-exponential.ts'
import { vePolynomial } from './ve-polynomial.ts'
import { veSqrt } from './ve-sqrt.ts'
import { vpConstant } from './vp-constant.ts'
import { vpCosine } from './vp-cosine.ts'
import { vpExponential } from './vp-exponential.ts'
import { vpLinear } from './vp-linear.ts'
import { vpPolynomial } from './vp-polynomial.ts'

export const PROCESS_ROWS = [
  vpLinear,
  vpConstant,
  vpPolynomial,
  vpExponential,
  vpCosine,
  subVp,
  veExponential,
  veConstant,
  veSqrt,
  vePolynomial,
  edm,
  interpolantTrig,
  interpolantLinear,
  rectifiedFlow,
] as const

export type ProcessName = (typeof PROCESS_ROWS)[number]['name']
