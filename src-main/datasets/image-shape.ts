/** Height, width and channels of the images that a run names, from names and cards alone: no pixel is read. */
import { listDatasets } from './dataset-folder.ts'
import { importedName, isTexture, TEXTURE_SIDE } from './dataset-names.ts'
import { isLaw2d } from './law-dataset.ts'
import type { DatasetSpec } from './open-dataset.ts'

export type ImageShape = { height: number; width: number; channels: number }

const PUBLISHED: Readonly<Record<string, ImageShape>> = {
  mnist: { height: 28, width: 28, channels: 1 },
  cifar10: { height: 32, width: 32, channels: 3 },
}

/** Null where only the files themselves would tell. */
export async function imageShapeOf(spec: DatasetSpec, home: string): Promise<ImageShape | null> {
  const { name, split, path, size = TEXTURE_SIDE, channels = 1 } = spec
  if (isTexture(name)) return { height: size, width: size, channels }
  if (isLaw2d(name)) return { height: 1, width: 2, channels: 1 }
  if (Object.hasOwn(PUBLISHED, name)) return PUBLISHED[name]
  if (path !== undefined) return null
  const wanted = importedName(name, split)
  const card = (await listDatasets(home)).find((one) => one.card?.name === wanted)?.card
  return card ? { height: card.height, width: card.width, channels: card.channels } : null
}
