/** What a file of Anneal's own weights says of its network, in the words of the list of models. */
import type { Model } from '#contract/models.ts'
import { networkSpec, noiseSpec, type NetworkConfig } from '#contract/network.ts'

/** Notes of a safetensors file that `network-file.ts` or `classifier-file.ts` wrote. */
export type OwnNotes = { format?: string; network?: string; shape?: string; classes?: string }
type FromNotes = Pick<Model, 'role' | 'kind' | 'says' | 'shape' | 'dataRange' | 'sigmas' | 'card' | 'probe'>

const ARCHITECTURES: { readonly [A in NetworkConfig['architecture']]: string } = {
  unet: 'U-Net, EDM',
  ncsnv2: 'NCSNv2',
  ncsn: 'NCSN',
  mlp: 'MLP, EDM',
}

export function ownModel({ format, network, shape, classes }: OwnNotes, objective: unknown): FromNotes {
  const common = {
    kind: 'anneal',
    card: null,
    probe: null,
    shape: shape ? (JSON.parse(shape) as Model['shape']) : null,
  } as const
  if (format?.startsWith('anneal-classifier')) {
    const count = classes ? (JSON.parse(classes) as string[]).length : 0
    return { ...common, role: 'classifier', says: `classifier of ${count} classes`, dataRange: [0, 1], sigmas: null }
  }
  const spec = network === undefined ? null : (networkSpec.safeParse(JSON.parse(network)).data ?? null)
  const says = spec ? ARCHITECTURES[spec.architecture] : 'network'
  return { ...common, role: 'network', says, dataRange: spec?.data_range ?? null, sigmas: sigmasOf(objective) }
}

/** Span of the levels that an objective trains at: of a log-normal law exp(P_mean +- 2.5 P_std), as the loss is binned. */
export function sigmasOf(objective: unknown): Model['sigmas'] {
  const { data: noise } = noiseSpec.safeParse((objective as { noise?: unknown } | undefined)?.noise)
  if (!noise) return null
  if (noise.name === 'log-normal') {
    const { p_mean: mean, p_std: std } = noise
    return { sigmaMax: Math.exp(mean + 2.5 * std), sigmaMin: Math.exp(mean - 2.5 * std) }
  }
  if (noise.name === 'log-uniform') return { sigmaMax: noise.sigma_max, sigmaMin: noise.sigma_min }
  return { sigmaMax: Math.max(...noise.sigmas), sigmaMin: Math.min(...noise.sigmas) }
}
