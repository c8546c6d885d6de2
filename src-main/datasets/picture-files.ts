/** Many picture files as pictures of one size, in a fixed order: a folder, or a ZIP as EDM and StyleGAN read it. */
import { availableParallelism } from 'node:os'
import { Refusal } from '#contract/refusal.ts'
import { decodeWhole, type WholePicture } from '#pictures/decode-whole.ts'
import { listPictures } from './image-folder.ts'
import { readWhole } from '#files/read-file.ts'
import { openZipFile } from '#files/zip-file.ts'

export type PictureFiles = {
  count: number
  /** Of the first; all others must be like it. */
  shape: { height: number; width: number; channels: 1 | 3 }
  /** NHWC bytes of the pictures `from` to `to`, the last left out. */
  read(from: number, to: number): Promise<Uint8Array>
}

/** The most pictures of one ZIP: FFHQ and CelebA have 70,000 and 203,000. */
const MOST_ENTRIES = 1_300_000
const IS_PICTURE = /\.(png|jpe?g|webp|tiff?|bmp|gif)$/i
const MAX_FILE_BYTES = 64 * 2 ** 20

/** All pictures of a folder, those of its class folders included. */
export async function openPictureFolder(folder: string): Promise<PictureFiles> {
  const { pictures } = await listPictures(folder)
  const paths = pictures.map(({ path }) => path)
  return pictureFiles(folder, paths, async (i) => readWhole(paths[i], MAX_FILE_BYTES))
}

/** The pictures of a ZIP of any size by their names, read one by one; `dataset.json`, the labels in EDM's, is passed over. Null where the ZIP holds arrays. */
export async function openPictureZip(file: string): Promise<PictureFiles | null> {
  const zip = await openZipFile(file, MOST_ENTRIES)
  const entries = zip.entries
    .filter(({ name }) => IS_PICTURE.test(name) && !/(^|\/)(\.|__MACOSX\/)/.test(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  if (entries.length === 0) return null
  const names = entries.map(({ name }) => `${file} (${name})`)
  return pictureFiles(file, names, (i) => zip.read(entries[i], MAX_FILE_BYTES))
}

async function pictureFiles(
  source: string,
  names: readonly string[],
  bytesOf: (index: number) => Promise<Uint8Array>,
): Promise<PictureFiles> {
  const decode = async (i: number) => decodeWhole(await bytesOf(i), names[i])
  const { height, width, channels } = await decode(0)
  const size = height * width * channels
  return {
    count: names.length,
    shape: { height, width, channels },
    async read(from, to) {
      const pixels = new Uint8Array((to - from) * size)
      let next = from
      const worker = async () => {
        while (next < to) {
          const i = next++
          pixels.set(alike(await decode(i), { height, width, channels }, names[i], source), (i - from) * size)
        }
      }
      await Promise.all(Array.from({ length: availableParallelism() }, worker))
      return pixels
    },
  }
}

/** The picture's bytes, grey repeated where the others have colours. */
function alike(picture: WholePicture, shape: PictureFiles['shape'], name: string, source: string): Uint8Array {
  const { pixels, height, width, channels } = picture
  if (height !== shape.height || width !== shape.width)
    throw new Refusal(
      `${name} is ${height} x ${width} pixels, the first picture of ${source} is ${shape.height} x ${shape.width}. Bring all to one size, or import the folder with anneal datasets import PATH size=...`,
      { field: source },
    )
  if (channels === shape.channels) return pixels
  if (channels === 1) return Uint8Array.from({ length: 3 * pixels.length }, (_, i) => pixels[Math.floor(i / 3)])
  throw new Refusal(
    `${name} has colours and the first picture of ${source} is grey: judge folders of grey and of coloured pictures apart.`,
    { field: source },
  )
}
