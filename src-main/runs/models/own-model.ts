/** What a file of Anneal's own weights says of its network, in the words of the list of models. */
import { NETWORK_ROWS } from '#axes/networks/networks.ts'
import { levelLaw } from '#theory/effort/noise-laws.ts'
import { toCamel } from '#contract/casing.ts'
import type { Model } from '#contract/models.ts'
import { networkSpec, noiseSpec } from '#contract/network.ts'

/** Notes of a safetensors file that `network-file.ts` or `classifier-file.ts` wrote. */
export type OwnNotes = { format?: string; network?: string; shape?: string; classes?: string; path?: string }
type FromNotes = Pick<
  Model,
  'role' | 'kind' | 'says' | 'shape' | 'dataRange' | 'sigmas' | 'card' | 'probe' | 'corruption'
>

export function ownModel({ format, network, shape, classes, path }: OwnNotes, objective: unknown): FromNotes {
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
  const says = spec ? NETWORK_ROWS.find(({ name }) => name === spec.architecture)!.label : 'network'
  return {
    ...common,
    role: 'network',
    says,
    dataRange: spec?.data_range ?? null,
    sigmas: sigmasOf(objective),
    ...(path && { corruption: underOf(path) }),
  }
}

const underOf = (path: string): string => (JSON.parse(path) as { corruption: { name: string } }).corruption.name

/** Span of the levels that an objective trains at, as the loss is binned. */
export function sigmasOf(objective: unknown): Model['sigmas'] {
  const { data: noise } = noiseSpec.safeParse((objective as { noise?: unknown } | undefined)?.noise)
  if (!noise) return null
  const [sigmaMin, sigmaMax] = levelLaw(toCamel(noise)).span
  return { sigmaMax, sigmaMin }
}
