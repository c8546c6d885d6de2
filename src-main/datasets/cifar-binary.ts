/**
 * CIFAR-10, binary version: records of one label byte and 3 x 1024 bytes (red, green, blue planes of 32x32, row by row).
 * Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { refusePickle } from '#files/pickle.ts'
import { fileRefusal, fileSize, firstBytes, readWhole } from '#files/read-file.ts'
import { refuseTooLarge } from './held-bytes.ts'

const SIDE = 32
const PLANE = SIDE * SIDE
const RECORD = 1 + 3 * PLANE
const CLASSES = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']
const BINARY_VERSION =
  'Use the binary version (cifar-10-binary.tar.gz, from www.cs.toronto.edu/~kriz/cifar.html; data_batch_1.bin and so on).'
const FILES = { train: /^data_batch_[1-9]\d*\.bin$/, test: /^test_batch\.bin$/ }

export type CifarRecords = { labels: Uint8Array; pixels: Uint8Array }

export const holdsCifar10 = (names: readonly string[]): boolean =>
  names.some((name) => /^(data_batch_\d+|test_batch)(\.bin)?$/.test(name))

/** All records of the data_batch_*.bin (train) or the test_batch.bin (test) of `folder`, files in the order of their numbers. */
export async function openCifar10(folder: string, split: 'train' | 'test' = 'train'): Promise<Dataset> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw fileRefusal(error, folder)
  })
  const files = names.filter((name) => FILES[split].test(name)).toSorted((a, b) => batchNumber(a) - batchNumber(b))
  if (files.length === 0) await refuseFolder(folder, split, names)
  const parts: CifarRecords[] = []
  const sizes = await Promise.all(files.map((name) => fileSize(join(folder, name))))
  // Twice: the records of each file, then all of them together.
  refuseTooLarge(folder, `${files.length} files of records`, 2 * sizes.reduce((sum, size) => sum + size, 0))
  for (const name of files) {
    const path = join(folder, name)
    parts.push(parseCifar(await readWhole(path), path))
  }
  const labels = joined(parts.map((part) => part.labels))
  const pixels = joined(parts.map((part) => part.pixels))
  return makeDataset({
    name: `cifar10-${split}`,
    height: SIDE,
    width: SIDE,
    channels: 3,
    classes: CLASSES,
    labels,
    pixels,
    floatRange: null,
  })
}

/** The records of one file, pixels from planes to NHWC. */
export function parseCifar(bytes: Uint8Array, file: string): CifarRecords {
  refusePickle(bytes, file, BINARY_VERSION)
  const count = Math.floor(bytes.length / RECORD)
  const over = bytes.length - count * RECORD
  if (count === 0 || over !== 0) {
    const sum = `${bytes.length} bytes = ${count} records of ${RECORD} (1 label + 3 x ${PLANE} pixels) and ${over} over`
    throw new Refusal(`${file} has the wrong length for CIFAR-10: ${sum}. Copy or download it again.`, {
      field: file,
      code: 'damaged',
    })
  }
  const labels = new Uint8Array(count)
  const pixels = new Uint8Array(count * 3 * PLANE)
  for (let n = 0; n < count; n++) {
    const start = n * RECORD
    labels[n] = bytes[start]
    if (labels[n] >= CLASSES.length) {
      const message = `${file}: record ${n} has the label ${labels[n]}, CIFAR-10 has 0 to 9.`
      throw new Refusal(`${message} Copy or download it again.`, { field: file, code: 'damaged' })
    }
    for (let channel = 0; channel < 3; channel++) {
      const plane = start + 1 + channel * PLANE
      let target = n * 3 * PLANE + channel
      for (let p = 0; p < PLANE; p++, target += 3) pixels[target] = bytes[plane + p]
    }
  }
  return { labels, pixels }
}

const batchNumber = (name: string) => Number(/\d+/.exec(name)?.[0] ?? 0)

async function refuseFolder(folder: string, split: 'train' | 'test', names: string[]): Promise<never> {
  const python = names.find((name) => /^(data_batch_\d+|test_batch|batches\.meta)$/.test(name))
  if (python) refusePickle(await firstBytes(join(folder, python), 64), join(folder, python), BINARY_VERSION)
  const wanted = split === 'train' ? 'data_batch_1.bin and so on' : 'test_batch.bin'
  throw new Refusal(`${folder} has no CIFAR-10 ${split} files (${wanted}). ${BINARY_VERSION}`, {
    field: folder,
    code: 'not-found',
  })
}

function joined(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
