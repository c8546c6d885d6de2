/** Annealed Langevin dynamics on a spectrum, exactly: what `anneal theory langevin` prints. */

import { Refusal } from '#contract/refusal.ts'
import { parameter, wholeNumber } from '../process/parameters.ts'
import { langevinStep } from './schemes/langevin.ts'
import { checkSpectrum, refuseLong } from './spectrum.ts'

export type LangevinQuestion = {
  /** Largest first, without a trailing 0; equal neighbours are allowed, a rise is not. */
  sigmas: ArrayLike<number>
  /** step_lr: alpha_i = eps sigma_i^2/sigma_L^2. */
  eps: number
  /** Steps at each level. */
  inner: number
  convention: 'code' | 'report'
  startVariance: number
  spectrum: ArrayLike<number>
}

export type LangevinAnswer = {
  /** Per eigenvalue, after the last step. */
  variances: Float64Array
  /** After x + sigma_L^2 s(x, sigma_L), the last denoising: variance (l/(l + sigma_L^2))^2 v. */
  denoisedVariances: Float64Array
}

/**
 * The variance of each direction under annealed Langevin dynamics with the exact score -x/(l + sigma_i^2) (Song & Ermon 2019, arXiv
 * 1907.05600; 2020, arXiv 2006.09011): v <- (1 - a/(l + sigma_i^2))^2 v + noise, a = alpha_i and noise 2 alpha_i in the code's
 * convention, alpha_i/2 and alpha_i in the report's.
 */
export function annealedLangevin(question: LangevinQuestion): LangevinAnswer {
  const sigmas = checkSigmas(question.sigmas)
  const spectrum = checkSpectrum(question.spectrum)
  refuseLong(8 * sigmas.length * spectrum.length, 'sigmas')
  const eps = parameter(question, 'eps', { above: 0, atMost: 1e12 })
  const inner = wholeNumber(question, 'inner', { atLeast: 1, atMost: 1_000_000 })
  const startVariance = parameter(question, 'startVariance', { atLeast: 0, atMost: 1e18 })
  if (question.convention !== 'code' && question.convention !== 'report') {
    throw new Refusal('convention must be code or report', { field: 'convention' })
  }
  const last = sigmas[sigmas.length - 1]
  const variances = new Float64Array(spectrum.length).fill(startVariance)
  for (const sigma of sigmas) {
    const { step, noise } = langevinStep(eps * (sigma / last) ** 2, question.convention)
    for (let j = 0; j < spectrum.length; j++) {
      const square = (1 - step / (spectrum[j] + sigma * sigma)) ** 2
      variances[j] = repeated(square, noise, inner, variances[j])
    }
  }
  const denoisedVariances = variances.map((v, j) => (spectrum[j] / (spectrum[j] + last * last)) ** 2 * v)
  if (!variances.every(Number.isFinite)) {
    throw new Refusal(
      `annealed Langevin diverges: eps/sigma_L^2 = ${(eps / (last * last)).toPrecision(3)} is beyond its stable range; lower eps`,
      { field: 'eps' },
    )
  }
  return { variances, denoisedVariances }
}

/** v after `count` times v <- a v + b: a^n v + b (1 - a^n)/(1 - a), in constant time. */
function repeated(a: number, b: number, count: number, v: number): number {
  if (count <= 8) {
    for (let round = 0; round < count; round++) v = a * v + b
    return v
  }
  if (a === 1) return v + count * b
  const power = count * Math.log(a)
  return Math.exp(power) * v + (b * Math.expm1(power)) / (a - 1)
}

function checkSigmas(given: ArrayLike<number>): Float64Array {
  const sigmas = Float64Array.from(given ?? [], Number)
  if (sigmas.length === 0) throw new Refusal('sigmas must hold at least one level', { field: 'sigmas' })
  sigmas.forEach((sigma, i) => {
    if (sigma === 0 && i === sigmas.length - 1 && i > 0) {
      throw new Refusal('sigmas must not end in 0: annealed Langevin never appends it', { field: 'sigmas' })
    }
    if (!(sigma > 0 && sigma <= 1e9)) throw new Refusal(`sigmas[${i}] = ${sigma} must be above 0`, { field: 'sigmas' })
    if (i > 0 && sigma > sigmas[i - 1]) {
      throw new Refusal(`sigmas must fall, largest first: sigmas[${i}] = ${sigma} is above ${sigmas[i - 1]}`, {
        field: 'sigmas',
      })
    }
  })
  return sigmas
}
