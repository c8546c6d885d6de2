/** Pictures written as they are judged, for other programs: a folder of PNG files, or NumPy's .npz in guided-diffusion's layout. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { messageOf, Refusal } from '#contract/refusal.ts'
import { sampleNpz } from '#files/npz.ts'
import { MAX_BYTES } from '#files/read-file.ts'
import { writeWhole } from '#files/write-whole.ts'
import { encodePng } from '#pictures/encode-png.ts'
import { type Pictures, pictureSize, shapeText } from './pictures.ts'

/** Pictures taken into memory at a time, and PNG files made at once. */
const PART = 64

export type Exported = { file: string; n: number; shape: string; format: 'npz' | 'png' }

/** uint8 NHWC as `arr_0` (Dhariwal & Nichol 2021, arXiv:2105.05233). As large as arrays are read again; what stands at `file` is replaced when all is written. */
export async function exportNpz(pictures: Pictures, file: string): Promise<Exported> {
  const { count, shape } = pictures
  const bytes = count * pictureSize(shape)
  if (bytes > MAX_BYTES)
    throw new Refusal(
      `${pictures.name} takes ${Math.ceil(bytes / 2 ** 20)} MB as bytes; an .npz holds up to ${MAX_BYTES / 2 ** 20} MB. Export a folder of PNG files: --out FOLDER.`,
      { field: 'out' },
    )
  const packed = sampleNpz(await pictures.read(0, count), [count, shape.height, shape.width, shape.channels])
  writeWhole(file, packed)
  return { file, n: count, shape: shapeText(shape), format: 'npz' }
}

/**
 * One PNG a picture, 000000.png on: 8 bits, grey of one channel and sRGB of three, which read back to the same bytes. The folder
 * is there when all of its files are; one that holds something already is refused.
 */
export async function exportPngs(
  pictures: Pictures,
  folder: string,
  onProgress?: (done: number, of: number) => void,
): Promise<Exported> {
  const { count, shape } = pictures
  refuseFull(folder)
  const size = pictureSize(shape)
  const temporary = temporaryBeside(folder)
  try {
    for (let from = 0; from < count; from += PART) {
      const to = Math.min(count, from + PART)
      const bytes = await pictures.read(from, to)
      const pngs = await Promise.all(
        Array.from({ length: to - from }, (_, i) => encodePng(bytes.subarray(i * size, (i + 1) * size), shape)),
      )
      pngs.forEach((png, i) => writeFileSync(join(temporary, `${String(from + i).padStart(6, '0')}.png`), png))
      onProgress?.(to, count)
    }
    rmSync(folder, { recursive: true, force: true })
    renameSync(temporary, folder)
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true })
    throw error
  }
  return { file: folder, n: count, shape: shapeText(shape), format: 'png' }
}

function temporaryBeside(folder: string): string {
  try {
    const temporary = join(dirname(folder), `.${basename(folder)}.${process.pid}.tmp`)
    rmSync(temporary, { recursive: true, force: true })
    mkdirSync(temporary, { recursive: true })
    return temporary
  } catch (cause) {
    throw new Refusal(`${folder} cannot be made (${messageOf(cause)}). Name a folder that you may write to.`, {
      field: 'out',
      cause,
    })
  }
}

/** Another program would read what lies there with ours. */
function refuseFull(folder: string): void {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw new Refusal(`${folder} is no folder that can be read (${messageOf(error)}). Name a new one.`, {
      field: 'out',
      cause: error,
    })
  }
  if (names.length > 0)
    throw new Refusal(`${folder} holds ${names.length} files already. Name a new folder, or empty it.`, {
      field: 'out',
      code: 'conflict',
    })
}
