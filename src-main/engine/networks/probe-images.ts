/** Images that a network is probed on: of the data set that was named, else of one whose images have its shape. */
import { listDatasets } from '#datasets/dataset-folder.ts'
import { type Dataset, fillImages } from '#datasets/dataset.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { Refusal } from '#contract/refusal.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'

export type NamedImages = {
  name: string
  hash: string
  count: number
  /** `n` of them, spread evenly over the set, in units of `range`. */
  in(range: readonly [number, number], n: number): Float32Array
}

const MNIST: ImageShape = { height: 28, width: 28, channels: 1 }
const sameShape = (a: ImageShape, b: ImageShape) =>
  a.height === b.height && a.width === b.width && a.channels === b.channels

/** Null where no data set was named and none has this shape. A named one of another shape is refused. */
export async function imagesFor(
  shape: ImageShape,
  named: string | undefined,
  home: string,
): Promise<NamedImages | null> {
  const dataset = await datasetFor(shape, named, home)
  return dataset && imagesOf(dataset)
}

/** The data set itself, as `imagesFor` chooses it. */
export async function datasetFor(shape: ImageShape, named: string | undefined, home: string): Promise<Dataset | null> {
  if (named !== undefined) {
    const dataset = await openDataset({ name: named }, { home })
    checkShape(dataset, shape)
    return dataset
  }
  for (const { card } of await listDatasets(home))
    if (card && sameShape(card, shape)) return openDataset({ name: card.hash }, { home })
  return sameShape(shape, MNIST) ? openDataset({ name: 'mnist' }, { home }) : null
}

/** Refuses data whose images have another shape than the network's. */
export function checkShape(dataset: Dataset, shape: ImageShape): void {
  if (sameShape(dataset, shape)) return
  const say = ({ height, width, channels }: ImageShape) => `${height} x ${width} x ${channels}`
  throw new Refusal(
    `data: ${dataset.name} has images of ${say(dataset)}, the network knows ${say(shape)}. Name another data set.`,
    { field: 'data', code: 'conflict' },
  )
}

/** Evenly through the set, which may be sorted by class. */
export function imagesOf(dataset: Dataset): NamedImages {
  const { name, hash, count } = dataset
  return {
    name,
    hash,
    count,

    in(range, n) {
      const some = Math.min(n, count)
      const size = dataset.height * dataset.width * dataset.channels
      const images = new Float32Array(some * size)
      const indices = Uint32Array.from({ length: some }, (_, i) => Math.floor((i * count) / some))
      fillImages(dataset, indices, range, images)
      return images
    },
  }
}
