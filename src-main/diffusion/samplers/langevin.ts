/** Annealed Langevin dynamics. */
import type { Path, Step } from './walk.ts'

export type LangevinParameters = { eps: number; inner: number; convention: 'code' | 'report'; denoise: boolean }

/**
 * `inner` Langevin steps at each level (Song & Ermon 2019, arXiv:1907.05600, Algorithm 1), with
 *
 *     alpha_i = eps sigma_i^2 / sigma_L^2
 *     code:    x <- x + alpha_i score + sqrt(2 alpha_i) z        (ncsn and ncsnv2 repositories)
 *     report:  x <- x + alpha_i / 2 score + sqrt(alpha_i) z      (Algorithm 1 as printed)
 *
 * so that the same `eps` makes half the step under `report`. `eps` is `step_lr` of the authors' code, in squared data units.
 * `denoise`: one last x <- x + sigma_L^2 score, the posterior mean (Song & Ermon 2020, arXiv:2006.09011, after
 * Jolicoeur-Martineau et al. 2020, arXiv:2009.05475). A level of 0 has no score and is never among the sigmas.
 * Evaluations: levels x inner, and one more with `denoise`.
 */
export async function* langevin(
  { sigmas, start, denoise, noise, compute }: Path,
  { eps, inner, convention, denoise: lastDenoising }: LangevinParameters,
): AsyncGenerator<Step, void> {
  const sigmaLast = sigmas[sigmas.length - 1]
  const share = convention === 'code' ? 1 : 1 / 2
  let x = start
  for (const [level, sigma] of sigmas.entries()) {
    const alpha = share * eps * (sigma / sigmaLast) ** 2
    for (let t = 0; t < inner; t++) {
      const denoised = await denoise(x, sigma)
      const before = x
      x = compute(() => {
        const score = denoised.sub(before).div(sigma ** 2)
        return before.add(score.mul(alpha)).add(noise(level * inner + t).mul(Math.sqrt(2 * alpha)))
      })
      yield { sigma, x, denoised }
    }
  }
  if (lastDenoising) {
    const denoised = await denoise(x, sigmaLast)
    yield { sigma: sigmaLast, x: denoised, denoised }
  }
}
