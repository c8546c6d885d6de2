/** A training that is a fair start for a data set: its network, and sigma_data from its own spread. Pure. */
import type { DatasetCard } from '#contract/dataset-card.ts'
import type { RunConfigInput } from '#contract/run-config.ts'

type Train = Extract<RunConfigInput, { kind: 'train' }>
type Known = Pick<DatasetCard, 'name' | 'height' | 'width' | 'std'>

export const isPoints = ({ height, width }: Pick<DatasetCard, 'height' | 'width'>) => height === 1 && width === 2

/** Three digits, as it is typed. */
const short = (value: number) => Number(value.toPrecision(3))

/** What a run calls the data of a card: `mnist-test` is the split test of `mnist`. */
export function datasetOf({ name }: Pick<DatasetCard, 'name'>): { name: string; split?: 'test' } {
  const [, base, split] = /^(mnist)-(train|test)$/.exec(name) ?? []
  return { name: base ?? name, ...(split === 'test' && { split: 'test' as const }) }
}

/** The card of what a run names; of points and textures the one of their name. */
export const cardOf = <C extends Pick<DatasetCard, 'name'>>(
  cards: readonly C[],
  { name = 'mnist', split = 'train' }: { name?: string; split?: string },
): C | undefined => cards.find((card) => card.name === name || card.name === `${name}-${split}`)

/** Standard deviation in the range that a network works in: cards tell pictures in [0, 1], and points in their own units. */
export const sigmaDataOf = (card: Known, range: readonly [number, number]): number =>
  short((isPoints(card) ? 1 : range[1] - range[0]) * card.std)

/** Halvings that both sides allow, two at most: the U-Net of the first recipe where they are 28 pixels. */
function multipliersFor({ height, width }: Known): number[] {
  const halves = [1, 2].filter((times) => height % 2 ** times === 0 && width % 2 ** times === 0).length
  return [1, 2, 2].slice(0, halves + 1)
}

export function trainingRecipe(card: Known): Train {
  const range: [0, 1] = [0, 1]
  const sigma_data = sigmaDataOf(card, range)
  return {
    kind: 'train',
    dataset: datasetOf(card),
    network: isPoints(card)
      ? { architecture: 'mlp', sigma_data }
      : { architecture: 'unet', base: 32, multipliers: multipliersFor(card), sigma_data, data_range: range },
    training: { steps: 1000, batch_size: isPoints(card) ? 256 : 32 },
  }
}
