/** The fifth error of a sampler: what n images leave unknown of their Gaussian law (linear theory). */
import { Refusal } from '#contract/refusal.ts'
import { checkSpectrum } from './spectrum.ts'

/** Pairs of directions are summed over. */
export const MOST_DIRECTIONS = 4096

/**
 * sqrt(E W2^2(N(mean_n, Sigma_n), N(0, Sigma))) of mean and covariance of n images, to first order in 1/n:
 *
 *     E W2^2 = (1/n) ( tr Sigma + 1/2 sum_jk l_j l_k (1 + delta_jk)/(l_j + l_k) )
 *
 * from W2^2 = 1/2 sum_jk H_jk^2/(l_j + l_k) of Sigma + H and E H_jk^2 = l_j l_k (1 + delta_jk)/n (ours; Gaussian data). A sampler without any other error
 * ends in N(mean_n, Sigma_n): it is the distance of a perfect training on n images. Null where n is below the directions that vary, for which first order
 * says nothing.
 */
export function finiteDataW2(spectrum: ArrayLike<number>, images: number): number | null {
  const varying = varyingOf(spectrum)
  return images < varying.length ? null : Math.sqrt(perImage(varying) / images)
}

/** The fewest images with `finiteDataW2` at most `target`, no fewer than there are directions that vary. */
export function imagesFor(spectrum: ArrayLike<number>, target: number): number {
  const varying = varyingOf(spectrum)
  return Math.max(varying.length, Math.ceil(perImage(varying) / target ** 2))
}

function varyingOf(spectrum: ArrayLike<number>): Float64Array {
  const varying = checkSpectrum(spectrum).filter((l) => l > 0)
  if (varying.length === 0)
    throw new Refusal('spectrum has no direction that varies: there is nothing to learn from images.', {
      field: 'spectrum',
    })
  if (varying.length > MOST_DIRECTIONS)
    throw new Refusal(
      `spectrum has ${varying.length} directions that vary, and pairs of them are summed over: at most ${MOST_DIRECTIONS}.`,
      { field: 'spectrum' },
    )
  return varying
}

function perImage(varying: Float64Array): number {
  let sum = 0
  for (let j = 0; j < varying.length; j++) {
    // the diagonal, 1/2 * 2 l^2/(2 l), and the trace
    sum += varying[j] / 2 + varying[j]
    for (let k = 0; k < j; k++) sum += (varying[j] * varying[k]) / (varying[j] + varying[k])
  }
  return sum
}

/**
 * The noise level that a linear denoiser from n images acts at in the mean: E[Sigma_n (Sigma_n + sigma^2)^-1] = Sigma (Sigma + kappa)^-1, with
 * kappa > sigma^2 solving
 *
 *     sigma^2 = kappa (1 - tr[Sigma (Sigma + kappa)^-1]/n)
 *
 * (Wang, Zavatone-Veth & Pehlevan 2026, arXiv 2602.02908; n and directions many). Limited data shrink directions of small variance too much. By bisection in ln kappa.
 */
export function renormalisedNoise(spectrum: ArrayLike<number>, images: number, sigma: number): number {
  const checked = checkSpectrum(spectrum)
  const of = (kappa: number) => kappa - (kappa * checked.reduce((sum, l) => sum + l / (l + kappa), 0)) / images
  const trace = checked.reduce((a, b) => a + b)
  // of(kappa) >= kappa - tr Sigma/n
  let [low, high] = [Math.log(sigma ** 2), Math.log(sigma ** 2 + trace / images)]
  for (let round = 0; round < 200 && high - low > 1e-15 * Math.abs(high); round++) {
    const middle = (low + high) / 2
    if (of(Math.exp(middle)) < sigma ** 2) low = middle
    else high = middle
  }
  return Math.exp((low + high) / 2)
}

export type DenoisingErrors = {
  kappa: number
  /** Of the best denoiser: sum_j l_j sigma^2/(l_j + sigma^2). */
  best: number
  /** Of the linear one that n images give, on images that it has not seen. */
  learned: number
}

/**
 * E|D(x0 + sigma z) - x0|^2 over all directions. With W = Sigma_n (Sigma_n + sigma^2)^-1 it is tr[(1 - W) Sigma (1 - W)'] + sigma^2 tr[W W']; for many images and
 * directions, with a = sum (l/(l + kappa))^2/n and b = sum l/(l + kappa)^2/(1 - a), that is kappa^2 b + sigma^2 (sum l/(l + kappa) - sigma^2 b):
 *
 *     learned = sigma^2 sum l/(l + kappa) + (kappa^2 - sigma^4) b
 *
 * by the deterministic equivalents of ridge regression (same source); d kappa/d sigma^2 = 1/(1 - a).
 */
export function denoisingErrors(spectrum: ArrayLike<number>, images: number, sigma: number): DenoisingErrors {
  const checked = checkSpectrum(spectrum)
  const kappa = renormalisedNoise(checked, images, sigma)
  const s2 = sigma ** 2
  let [squares, bias, degrees, best] = [0, 0, 0, 0]
  for (const l of checked) {
    squares += (l / (l + kappa)) ** 2 / images
    bias += l / (l + kappa) ** 2
    degrees += l / (l + kappa)
    best += (l * s2) / (l + s2)
  }
  return { kappa, best, learned: s2 * degrees + ((kappa - s2) * (kappa + s2) * bias) / (1 - squares) }
}
