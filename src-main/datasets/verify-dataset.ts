/** Whether an imported data set is what was imported: its content against its hash, a part at a time, whatever its size. */
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { messageOf, Refusal } from '#contract/refusal.ts'
import { hashPart } from '#files/hash-part.ts'
import { npyHeader, MOST_HEADER_BYTES, type NpyHeader } from '#files/npy-header.ts'
import { firstBytes } from '#files/read-file.ts'
import { readCard } from './dataset-card.ts'
import { contentLine } from './dataset.ts'

/** Every imported data set with what is wrong with it, null where nothing is. */
export async function verifyDatasets(parent: string): Promise<{ name: string; problem: string | null }[]> {
  const names = (await readdir(parent).catch(() => [])).filter((name) => !name.startsWith('.')).toSorted()
  const verdicts: { name: string; problem: string | null }[] = []
  for (const name of names) {
    const problem = await verifyDataset(join(parent, name)).then(
      () => null,
      (error: unknown) => messageOf(error),
    )
    verdicts.push({ name, problem })
  }
  return verdicts
}

/** Refuses a folder whose content no longer has the hash under which it was saved. */
export async function verifyDataset(folder: string): Promise<void> {
  const {
    hash,
    count,
    height,
    width,
    channels,
    classes,
    has_labels: labels,
    float_range: floatRange,
  } = await readCard(folder)
  const damaged = (what: string) =>
    new Refusal(`data set ${basename(folder)}: ${what}. Import it again.`, { field: folder, code: 'damaged' })
  const shape = [count, height, width, channels]
  const found = createHash('sha256')
  const pixels = join(folder, 'pixels.npy')
  const header = await readHeader(pixels)
  const dtype = ({ u1: 'uint8', f4: 'float32' } as const)[header.dtype]
  if (!dtype || String(header.shape) !== String(shape)) throw damaged('pixels.npy is not what was imported')
  found.update(contentLine({ shape, dtype, floatRange, classes, labels }))
  await hashPart(found, pixels, header.dataOffset)
  if (labels) {
    const file = join(folder, 'labels.npy')
    const { dataOffset } = await readHeader(file)
    await hashPart(found, file, dataOffset)
  }
  if (found.digest('hex') !== hash) throw damaged('its content is not what was imported')
}

const readHeader = async (path: string): Promise<NpyHeader> =>
  npyHeader(await firstBytes(path, MOST_HEADER_BYTES), path)
