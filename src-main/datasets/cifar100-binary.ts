/**
 * CIFAR-100, binary version: records of a coarse label, a fine label and 3 x 1024 bytes (planes of 32x32). Names of the 100 fine classes
 * lie beside, in fine_label_names.txt. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { fileSize, readWhole } from '#files/read-file.ts'
import { refuseTooLarge } from './held-bytes.ts'
import { makeDataset, type Dataset } from './dataset.ts'

const SIDE = 32
const PLANE = SIDE * SIDE
const RECORD = 2 + 3 * PLANE
const FINE = 100
const NAMES = 'fine_label_names.txt'

export const holdsCifar100 = (names: readonly string[]): boolean =>
  names.includes(NAMES) && names.some((name) => /^(train|test)\.bin$/.test(name))

/** Its fine classes. */
export async function openCifar100(folder: string, split: 'train' | 'test' = 'train'): Promise<Dataset> {
  const file = join(folder, `${split}.bin`)
  if (!existsSync(file))
    throw new Refusal(`${folder} has no ${split}.bin of CIFAR-100. Use the binary version (cifar-100-binary.tar.gz).`, {
      field: folder,
      code: 'not-found',
    })
  // Its records, then its pixels.
  refuseTooLarge(folder, `the records of ${split}.bin`, 2 * (await fileSize(file)))
  const [bytes, text] = [await readWhole(file), await readWhole(join(folder, NAMES), 2 ** 20)]
  const classes = new TextDecoder().decode(text).split(/\r?\n/).filter(Boolean)
  const count = Math.floor(bytes.length / RECORD)
  if (count === 0 || bytes.length !== count * RECORD || classes.length !== FINE)
    throw new Refusal(
      `${folder} is no whole CIFAR-100: ${bytes.length} bytes in ${split}.bin, ${RECORD} to a record, and ${classes.length} names of ${FINE}. Copy or download it again.`,
      { field: file, code: 'damaged' },
    )
  const labels = new Uint8Array(count)
  const pixels = new Uint8Array(count * 3 * PLANE)
  for (let n = 0; n < count; n++) {
    const start = n * RECORD
    labels[n] = bytes[start + 1]
    for (let channel = 0; channel < 3; channel++) {
      const plane = start + 2 + channel * PLANE
      for (let p = 0, at = n * 3 * PLANE + channel; p < PLANE; p++, at += 3) pixels[at] = bytes[plane + p]
    }
  }
  const shape = { height: SIDE, width: SIDE, channels: 3 }
  return makeDataset({ name: `cifar100-${split}`, ...shape, classes, labels, pixels, floatRange: null })
}
