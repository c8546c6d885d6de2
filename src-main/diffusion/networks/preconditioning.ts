/** What makes a denoiser of a raw network: EDM's preconditioning, or the residual of soft diffusion. */
import type * as tfjs from '@tensorflow/tfjs'
import { Refusal } from '#contract/refusal.ts'
import type { NetworkParametrisation } from '#axes/networks/network-row.ts'
import type { Denoiser } from '../scores/denoiser.ts'

/** A raw network F(c_in x, c_noise). x is [B, H, W, C], c_noise [B]. */
export type RawNetwork = (x: tfjs.Tensor4D, cNoise: tfjs.Tensor1D) => tfjs.Tensor4D

export type Parametrised = { parametrisation?: NetworkParametrisation; sigmaData: number }

/** Whether a network knows a level by its time rather than by its noise. */
export const isTimed = (spec: object): boolean => 'parametrisation' in spec && spec.parametrisation === 'residual'

/** The denoiser of a raw network under the parametrisation of its spec; EDM's where none is named. */
export const denoiserOf = (raw: RawNetwork, { parametrisation = 'edm', sigmaData }: Parametrised): Denoiser =>
  parametrisation === 'residual'
    ? residualDenoiser(raw)
    : PARAMETRISED[parametrisation]((x, sigma) => raw(x, sigma.log().div(4)), sigmaData)

/**
 * denoised = x + F(x, 4 t): the network tells what the corruption and the noise took away, and knows how much by the time alone.
 * Daras et al. 2022, arXiv:2209.05442, section 3 (h = phi + x); 4 t spans the frequencies that ln(sigma)/4 does, which is ours.
 */
export const residualDenoiser =
  (raw: RawNetwork): Denoiser =>
  (x, _, t) => {
    if (!t) throw asksForTime()
    return x.add(raw(x, t.mul(4)))
  }

const asksForTime = () =>
  new Refusal(
    'network: it was trained under a corruption and is told the time of an image, which nothing here says; draw samples with it along a schedule of two curves.',
    { field: 'network', code: 'unsupported' },
  )

/**
 * denoised = c_skip x + c_out F(c_in x), with s^2 = sigma^2 + sigma_data^2: c_skip = sigma_data^2/s^2,
 * c_out = sigma sigma_data/s, c_in = 1/s, c_noise = ln(sigma)/4. Karras et al. 2022, arXiv:2206.00364 table 1.
 */
export const edmDenoiser =
  (raw: Denoiser, sigmaData: number): Denoiser =>
  (x, sigma) => {
    const level = sigma.reshape([-1, 1, 1, 1])
    const total = level.square().add(sigmaData ** 2)
    const cIn = total.rsqrt()
    const cSkip = total.reciprocal().mul(sigmaData ** 2)
    const cOut = level.mul(cIn).mul(sigmaData)
    return x.mul(cSkip).add(raw(x.mul(cIn) as tfjs.Tensor4D, sigma).mul(cOut)) as tfjs.Tensor4D
  }

type OfRaw = (raw: Denoiser, sigmaData: number) => Denoiser

/** denoised = skip x + out F(in x), each a function of sigma: x = x0 + sigma z is x_t/alpha of any process. */
const scaled =
  (of: (sigma: tfjs.Tensor4D) => { skip: tfjs.Tensor | null; out: tfjs.Tensor; into: tfjs.Tensor | null }): OfRaw =>
  (raw) =>
  (x, sigma) => {
    const { skip, out, into } = of(sigma.reshape([-1, 1, 1, 1]) as tfjs.Tensor4D)
    const answer = raw((into ? x.mul(into) : x) as tfjs.Tensor4D, sigma)
    return (skip ? x.mul(skip) : x).add(answer.mul(out)) as tfjs.Tensor4D
  }

const alphaOf = (sigma: tfjs.Tensor4D) => sigma.square().add(1).rsqrt()

/**
 * What F answers, every one reduced to the denoiser:
 *   edm       its preconditioning
 *   noise     the noise z, asked at x_t of VP, alpha = 1/sqrt(1 + sigma^2): denoised = x - sigma F(alpha x) (Ho et al. 2020, arXiv:2006.11239)
 *   sigma     sigma times the score, asked at x: denoised = x + sigma F(x) (score_sde's scale_by_sigma; Song et al. 2021, arXiv:2011.13456)
 *   v         alpha z - sigma_t x0, asked at x_t of VP: denoised = alpha (alpha x - sigma F(alpha x)) (Salimans & Ho 2022, arXiv:2202.00512)
 *   velocity  z - x0, asked at x_t of a flow, 1 - t = 1/(1 + sigma): denoised = (x - sigma F(x_t))/(1 + sigma) (Liu et al. 2023, arXiv:2209.03003)
 */
export const PARAMETRISED: { readonly [N in Exclude<NetworkParametrisation, 'residual'>]: OfRaw } = {
  edm: edmDenoiser,
  noise: scaled((sigma) => ({ skip: null, out: sigma.neg(), into: alphaOf(sigma) })),
  sigma: scaled((sigma) => ({ skip: null, out: sigma, into: null })),
  v: scaled((sigma) => {
    const alpha = alphaOf(sigma)
    return { skip: alpha.square(), out: alpha.mul(sigma).neg(), into: alpha }
  }),
  velocity: scaled((sigma) => {
    const share = sigma.add(1).reciprocal()
    return { skip: share, out: sigma.mul(share).neg(), into: share }
  }),
}
