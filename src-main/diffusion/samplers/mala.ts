/** Metropolis-adjusted Langevin: a proposal is taken with the probability that leaves the law of its level as it is. */
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import { refuseWithoutDensity } from '#contract/score.ts'
import type { Path, Step } from './walk.ts'

export type MalaParameters = { eps: number; inner: number; denoise: boolean }

/**
 * `inner` steps at each level (Roberts & Tweedie 1996, doi:10.2307/3318418), alpha_i = eps sigma_i^2 / sigma_L^2:
 *
 *     y = x + alpha score(x) + sqrt(2 alpha) z
 *     log a = log p(y) - log p(x) - (|x - y - alpha score(y)|^2 - |y - x - alpha score(x)|^2) / (4 alpha)
 *     x <- y where log u < log a, u uniform for each sample
 *
 * The law p_sigma of a level is invariant at any step size; too large a step is seen in the share accepted, not in the law. The
 * step is that of `langevin` in the convention `code`. Each draw of a step takes two numbered draws: z, and one normal w of which
 * u = Phi(w). Evaluations: levels x (inner + 1), and one more with `denoise`; as many of the density.
 */
export async function* mala(
  { sigmas, start, denoise, noise, compute, logDensity }: Path,
  { eps, inner, denoise: lastDenoising }: MalaParameters,
): AsyncGenerator<Step, void> {
  if (!logDensity) return refuseWithoutDensity('mala')
  const sigmaLast = sigmas[sigmas.length - 1]
  let x = start
  let draw = 0
  for (const sigma of sigmas) {
    const alpha = eps * (sigma / sigmaLast) ** 2
    /** The proposal's mean, x + alpha score(x). */
    const driftOf = (at: Tensor4D, denoised: Tensor4D) => at.add<Tensor4D>(denoised.sub(at).mul(alpha / sigma ** 2))
    let denoised = await denoise(x, sigma)
    let log = logDensity(x, sigma)
    for (let t = 0; t < inner; t++) {
      const [from, known, was] = [x, denoised, log]
      const y = compute<Tensor4D>(() => driftOf(from, known).add(noise(draw).mul(Math.sqrt(2 * alpha))))
      const answer = await denoise(y, sigma)
      const there = logDensity(y, sigma)
      const taken = compute(() => {
        const back = squaredNorm(from.sub(driftOf(y, answer)))
        const forth = squaredNorm(y.sub(driftOf(from, known)))
        const ratio = there
          .sub(was)
          .reshape(back.shape)
          .sub(back.sub(forth).div(4 * alpha))
        const w = noise(draw + 1).slice([0, 0, 0, 0], [-1, 1, 1, 1])
        const u = w.div(Math.SQRT2).erf().add(1).div(2)
        return u.log().less(ratio).cast<Tensor4D>('float32')
      })
      const choose = <T extends Tensor>(now: T, before: T, yes: Tensor) =>
        compute(() => now.where(yes.greater(0.5), before) as T)
      x = choose(y, from, taken)
      denoised = choose(answer, known, taken)
      log = choose(
        there,
        was,
        compute(() => taken.reshape<Tensor1D>([-1])),
      )
      draw += 2
      yield { sigma, x, denoised, kept: [log], taken }
    }
  }
  if (lastDenoising) {
    const denoised = await denoise(x, sigmaLast)
    yield { sigma: sigmaLast, x: denoised, denoised }
  }
}

const squaredNorm = (points: Tensor4D): Tensor4D => points.square().sum([1, 2, 3], true)
