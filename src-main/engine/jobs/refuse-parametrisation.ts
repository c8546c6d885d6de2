/** Weights that were trained under another parametrisation are no start: the same weights mean another denoiser. */
import { Refusal } from '#contract/refusal.ts'
import type { NetworkSpec } from '#diffusion/networks/network.ts'

export function refuseOtherParametrisation(start: NetworkSpec, wanted: NetworkSpec): void {
  const [trained, asked] = [start, wanted].map((spec) => ('parametrisation' in spec && spec.parametrisation) || 'edm')
  if (trained === asked) return
  throw new Refusal(
    `network.parametrisation: the weights of initial were trained as ${trained}, and answer nothing as ${asked}; set network.parametrisation: ${trained}.`,
    { field: 'network.parametrisation', code: 'conflict' },
  )
}
