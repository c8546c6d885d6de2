/** A folder of IDX files, packed or not, as MNIST, Fashion-MNIST, KMNIST and EMNIST are handed out: one split of it. */
import { basename, join, resolve } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from './dataset.ts'
import { labelsBeside, openIdxDataset, type IdxOptions } from './idx-dataset.ts'

const IMAGES = /images[-.]idx3-ubyte(\.gz)?$/i
const SPLIT = { train: /train/i, test: /test|t10k/i }

export const holdsIdx = (names: readonly string[]): boolean => names.some((name) => IMAGES.test(name))

/** Refuses a folder with several sets, as EMNIST's whole is: then a file is named instead. */
export async function openIdxFolder(
  folder: string,
  { split = 'train', ...options }: IdxOptions & { split?: 'train' | 'test' },
  names: readonly string[],
): Promise<Dataset> {
  const found = names.filter((name) => IMAGES.test(name) && SPLIT[split].test(name)).toSorted()
  // The same file packed and unpacked is one.
  const [first, second] = found.filter((name) => !found.includes(name.replace(/\.gz$/, '')) || !name.endsWith('.gz'))
  if (first === undefined)
    throw new Refusal(`${folder} has no IDX images of its ${split} split. Name the file itself.`, { field: folder })
  if (second !== undefined)
    throw new Refusal(`${folder} holds several sets (${first}, ${second}). Name the file of the one you want.`, {
      field: folder,
    })
  const imagesPath = join(folder, first)
  const name = `${basename(resolve(folder)).toLowerCase()}-${split}`
  return openIdxDataset(name, { imagesPath, labelsPath: labelsBeside(imagesPath) }, options)
}
