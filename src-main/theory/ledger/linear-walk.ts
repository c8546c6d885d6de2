/** The law of a sampler that asks a denoiser which is linear along the eigenvectors of the data: mean and variance, step by step. */
import {
  ddim,
  ddpm,
  euler,
  eulerMaruyama,
  exponentialIntegrator,
  flowRate,
  reverseDiffusion,
  type RowOf,
} from '../errors/schemes/one-stage.ts'
import type { Process } from '../process/process.ts'
import type { LinearDenoiser } from './linear-denoiser.ts'

const ROWS = { em: eulerMaruyama, ei: exponentialIntegrator, ddpm, 'reverse-diffusion': reverseDiffusion, euler, ddim }
export const LEDGER_SCHEMES = ['em', 'ei', 'ddpm', 'reverse-diffusion', 'euler', 'ddim', 'heun'] as const
export type LedgerScheme = (typeof LEDGER_SCHEMES)[number]
/** The continuous dynamics that a scheme discretises. */
export const referenceOf = (scheme: LedgerScheme): 'sde' | 'ode' =>
  scheme === 'euler' || scheme === 'ddim' || scheme === 'heun' ? 'ode' : 'sde'

/** Of x_t in each direction: how far its mean is from alpha(t) mu, and its variance. */
export type Law = { mean: Float64Array; variance: Float64Array }

export type LinearWalk = {
  process: Process
  scheme: LedgerScheme
  times: Float64Array
  denoiser: LinearDenoiser
  /** Mean of the data in each direction. */
  mu: Float64Array
  start: Law
  /** Told the law at each time, the first among them; the arrays are reused. */
  onTime?: (t: number, law: Law) => void
}

/**
 * A step of one stage is x' = p x + n1 D/alpha + n0 (x - alpha D)/sigma^2 + sqrt(noise) z, as runs walk it (`RowOf`: p, n1, n0, noise), and
 * Heun's two evaluations of dx/dt = n1 D/alpha + n0 (x - alpha D)/sigma^2; D - mu = gain (x/alpha - mu) + offset. So the mean is carried by
 * an affine map and the variance by its square, plus the noise.
 */
export function linearWalk({ process, scheme, times, denoiser, mu, start, onTime }: LinearWalk): Law {
  const size = mu.length
  const law = { mean: Float64Array.from(start.mean), variance: Float64Array.from(start.variance) }
  const here = affine(size)
  const there = affine(size)
  onTime?.(times[0], law)
  for (let k = 0; k + 1 < times.length; k++) {
    const [t, next] = [times[k], times[k + 1]]
    const drift = process.alpha(t) - process.alpha(next)
    if (scheme === 'heun') {
      const h = t - next
      slopes(process, t, { p: 0, ...flowRate(process, t, 0) }, denoiser, mu, here)
      slopes(process, next, { p: 0, ...flowRate(process, next, 0) }, denoiser, mu, there)
      for (let j = 0; j < size; j++) {
        const [r, c, r2, c2] = [here.factor[j], here.shift[j], there.factor[j], there.shift[j]]
        const moved = drift * mu[j]
        const factor = 1 - (h / 2) * (r + r2 * (1 - h * r))
        const shift = moved - (h / 2) * (c + c2 + r2 * (moved - h * c))
        law.mean[j] = factor * law.mean[j] + shift
        law.variance[j] *= factor * factor
      }
    } else {
      const { p, n1, n0, noise } = (ROWS[scheme] as RowOf)(process, t, next, 0)
      slopes(process, t, { p, n1, n0 }, denoiser, mu, here)
      const after = process.alpha(next)
      for (let j = 0; j < size; j++) {
        law.mean[j] = here.factor[j] * law.mean[j] + here.shift[j] - after * mu[j]
        law.variance[j] = here.factor[j] ** 2 * law.variance[j] + noise
      }
    }
    onTime?.(next, law)
  }
  return law
}

const affine = (size: number) => ({
  factor: new Float64Array(size),
  shift: new Float64Array(size),
  gain: new Float64Array(size),
  offset: new Float64Array(size),
})

/** p x + n1 D/alpha + n0 (x - alpha D)/sigma^2 as factor u + shift of u = x - alpha mu. */
function slopes(
  process: Process,
  t: number,
  { p, n1, n0 }: { p: number; n1: number; n0: number },
  denoiser: LinearDenoiser,
  mu: Float64Array,
  out: ReturnType<typeof affine>,
): void {
  const [alpha, noise] = [process.alpha(t), process.sigmaSquared(t)]
  denoiser.fill(process.noiseToSignal(t), out.gain, out.offset)
  const ofDenoised = n1 / alpha - (n0 * alpha) / noise
  const ofState = p + n0 / noise
  for (let j = 0; j < mu.length; j++) {
    // 1 - gain keeps its digits where the gain is near 1: n0 (1 - gain)/sigma^2
    out.factor[j] = p + (n1 * out.gain[j]) / (alpha * alpha) + (n0 * (1 - out.gain[j])) / noise
    out.shift[j] = (ofState * alpha + ofDenoised) * mu[j] + ofDenoised * out.offset[j]
  }
}
