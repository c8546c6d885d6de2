/** How far the data of a training spread, beside the sigma_data that its network is told. Pure. */
import type { DatasetCard } from '#contract/dataset-card.ts'
import { cardOf, sigmaDataOf } from '../../words/training-recipe.ts'

type Tree = { readonly [key: string]: unknown }
/** What the architectures that are preconditioned have where nothing is written. */
const DEFAULTS: Readonly<Record<string, number>> = { unet: 0.5, mlp: 1 }
const ranges = { unet: [-1, 1], mlp: [-1, 1] } as Readonly<Record<string, readonly [number, number]>>

/** Null where the network is told no sigma_data, or the data are not known. */
export function spreadOf(run: Tree, cards: readonly DatasetCard[]) {
  if (run.kind !== 'train') return null
  const { architecture = 'unet', sigma_data, data_range } = (run.network ?? {}) as Tree
  const fallback = DEFAULTS[architecture as string]
  const card = cardOf(cards, (run.dataset ?? {}) as { name?: string; split?: string })
  if (fallback === undefined || !card) return null
  const range = (Array.isArray(data_range) ? data_range : ranges[architecture as string]) as [number, number]
  return {
    architecture: architecture as string,
    spread: sigmaDataOf(card, range),
    data: card.name,
    range: `[${range.join(', ')}]`,
    given: typeof sigma_data === 'number' && sigma_data > 0 ? sigma_data : fallback,
  }
}
