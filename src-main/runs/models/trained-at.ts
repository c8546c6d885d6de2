/** What a network was trained at, as far as anything says: the span of its noise levels, and the deviation of its data. */
import { noiseSpec } from '#contract/network.ts'
import { toCamel } from '#contract/casing.ts'
import type { NetworkCardConfig } from '#contract/network-card.ts'
import { type TrainedSpan, trainedSpan } from '#theory/effort/trained-span.ts'
import { sigmasOfTable } from '#theory/process/timestep-table.ts'
import type { Surroundings } from '../references.ts'
import type { Found } from './find-model.ts'
import { shippedCardOf } from './shipped.ts'

export type TrainedAt = { span: TrainedSpan | null; sigmaData: number | null }

type Recipe = { objective?: unknown; network?: unknown }

export function trainedAt(found: Found, { history }: Surroundings): TrainedAt {
  if (found.kind === 'run') return ofRecipe(history.read.configOf(found.run.id) as Recipe)
  if (found.kind === 'shipped') return ofRecipe(shippedCardOf(found.folder).recipe ?? {})
  if (found.kind === 'brought' && found.network.card) {
    const { card } = found.network
    return { span: spanOfCard(card), sigmaData: card.sigma_data ?? null }
  }
  return { span: null, sigmaData: null }
}

function ofRecipe({ objective, network }: Recipe): TrainedAt {
  const noise = noiseSpec.safeParse((objective as { noise?: unknown } | undefined)?.noise)
  const sigmaData = (network as { sigma_data?: unknown } | undefined)?.sigma_data
  return {
    span: noise.success ? trainedSpan(toCamel(noise.data)) : null,
    sigmaData: typeof sigmaData === 'number' ? sigmaData : null,
  }
}

/** A flow is trained from no noise to no image, so that nothing lies outside. */
function spanOfCard({ process }: NetworkCardConfig): TrainedSpan | null {
  if (process.name === 've')
    return process.sigma_min && process.sigma_max ? [process.sigma_min, process.sigma_max] : null
  if (process.name === 'flow') return null
  const sigmas = sigmasOfTable(toCamel(process))
  return [sigmas[0], sigmas[sigmas.length - 1]]
}
