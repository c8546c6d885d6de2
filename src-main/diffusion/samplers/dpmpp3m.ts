/** DPM-Solver++(3M): a multistep method in log sigma that looks back on three values. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Path, Step } from './walk.ts'

type Remembered = { denoised: Tensor4D; h: number }

/**
 * The exponential integrator of dx/dlambda = -x + denoised with denoised a parabola in lambda = -log sigma through its last three values (Lu et al. 2022,
 * arXiv:2211.01095, section 4; k-diffusion `sample_dpmpp_3m_sde` with eta = 0). As in the authors' code and all that follows it, the parabola's last term has half
 * the weight of its integral, so that the order stays 2, with a smaller constant than (2M). With h = log(sigma / sigma'), h_1 and h_2 the steps before, r_0 = h_1 / h, r_1 = h_2 / h:
 *
 *     D1 = (D_0 - D_-1) / r_0 + ((D_0 - D_-1) / r_0 - (D_-1 - D_-2) / r_1) r_0 / (r_0 + r_1)
 *     D2 = ((D_0 - D_-1) / r_0 - (D_-1 - D_-2) / r_1) / (r_0 + r_1)
 *     x <- e^-h x + (1 - e^-h) D_0 + phi_2 D1 - phi_3 D2,   phi_2 = (e^-h - 1)/h + 1,   phi_3 = phi_2 / h - 1/2
 *
 * Fewer values in the first two steps; x = denoised in the step to 0. Evaluations: one per step.
 */
export async function* dpmpp3m({ sigmas, start, denoise, compute }: Path): AsyncGenerator<Step, void> {
  let x = start
  let last: Remembered[] = []
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const [sigma, next] = [sigmas[i], sigmas[i + 1]]
    const h = Math.log(sigma / next)
    const denoised = await denoise(x, sigma)
    const before = x
    const [one, two] = next > 0 ? last : []
    x = compute(() => {
      const first: Tensor4D = before.mul<Tensor4D>(next / sigma).add(denoised.mul(-Math.expm1(-h)))
      if (!one) return first
      const phi2 = Math.expm1(-h) / h + 1
      const slope: Tensor4D = denoised.sub<Tensor4D>(one.denoised).mul(h / one.h)
      if (!two) return first.add(slope.mul(phi2))
      const [r0, r1] = [one.h / h, two.h / h]
      const bend = slope.sub(one.denoised.sub(two.denoised).mul(h / two.h)).div(r0 + r1)
      return first.add(slope.add(bend.mul(r0)).mul(phi2)).sub(bend.mul(phi2 / h - 0.5))
    })
    last = [{ denoised, h }, ...last].slice(0, 2)
    yield { sigma, x, denoised, kept: last.map((step) => step.denoised) }
  }
}
