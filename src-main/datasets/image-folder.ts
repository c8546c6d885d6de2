/** A folder of pictures as a dataset: each subfolder a class, or all pictures in the folder itself and no classes. */
import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { decodeImage, type ResizeChoice } from '#pictures/decode-image.ts'
import { pictureReading, type Met } from './picture-reading.ts'
import { fileRefusal } from '#files/read-file.ts'
import { refuseTooLarge } from './held-bytes.ts'

export type ImageFolderOptions = ResizeChoice & {
  /** Fields that were not given but taken by default: told on the card where they had an effect. */
  defaulted?: readonly string[]
  onPassedOver?: (names: string[]) => void
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
}

type Picture = { path: string; label: number }

const MAX_CLASSES = 256
/** libvips has threads of its own; this many files are read and unpacked ahead. */
const AT_ONCE = 4

/**
 * Classes and files in the order of their names (by code point). Hidden files are passed over, and what lies beside pictures as a rule
 * (texts, tables, what a file manager leaves), which is told; all else must be a picture. Pictures whose largest value is 1 are read anew
 * as 0/1 pictures; ones that stay nearly black are asked for their range.
 */
export async function openImageFolder(folder: string, options: ImageFolderOptions): Promise<Dataset> {
  const { size, channels } = options
  if (!(Number.isInteger(size) && size >= 1 && size <= 4096)) {
    throw new Refusal(`size must be a whole number of pixels from 1 to 4096, got ${size}.`, { field: 'size' })
  }
  const { classes, pictures, passedOver } = await listPictures(folder)
  if (passedOver.length > 0) options.onPassedOver?.(passedOver)
  const imageBytes = size * size * channels
  const bytes = pictures.length * imageBytes
  refuseTooLarge(folder, `${pictures.length} pictures of ${size}x${size}x${channels}`, bytes, 'size')
  const pixels = new Uint8Array(bytes)
  const first = await decodeAll(folder, pictures, options, pixels)
  const most = first.pixels.reduce((largest, value) => Math.max(largest, value), 0)
  const isBits = options.range === undefined && most === 1 && !first.met.deep
  if (options.range === undefined && !isBits) refuseDark(folder, most, first)
  const { met } = isBits ? await decodeAll(folder, pictures, { ...options, range: [0, 1] }, pixels) : first
  const labels = classes.length ? Uint8Array.from(pictures, ({ label }) => label) : null
  const name = basename(resolve(folder))
  const reading = { source: { name, hash: met.hash }, ...pictureReading(options, met, isBits) }
  return makeDataset({ name, height: size, width: size, channels, classes, labels, pixels, floatRange: null, reading })
}

type All = { pixels: Uint8Array; met: Met & { hash: string } }

/** Into `pixels`, in the order of the pictures. */
async function decodeAll(
  folder: string,
  pictures: readonly Picture[],
  options: ImageFolderOptions,
  pixels: Uint8Array,
): Promise<All> {
  const { onProgress, signal } = options
  const imageBytes = options.size ** 2 * options.channels
  const hashes = pictures.map(() => '')
  const met = { alpha: false, colour: false, deep: false, scaled: false }
  let next = 0
  let done = 0
  const stop = new AbortController()
  const worker = async () => {
    while (next < pictures.length && !stop.signal.aborted) {
      if (signal?.aborted)
        throw new Refusal(`Reading ${folder} was cancelled; nothing was kept.`, { code: 'cancelled' })
      const i = next++
      const one = await decodeImage(pictures[i].path, options)
      met.alpha ||= one.hadAlpha
      met.colour ||= one.hadColour
      met.deep ||= one.deep
      met.scaled ||= one.scaled
      hashes[i] = one.hash
      pixels.set(one.pixels, i * imageBytes)
      onProgress?.(++done, pictures.length)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  } finally {
    stop.abort()
  }
  return { pixels, met: { ...met, hash: createHash('sha256').update(hashes.join('\n')).digest('hex') } }
}

/** Bytes of a whole set that stay below this are hardly pictures of 0 to 255. */
const DARK = 64

function refuseDark(folder: string, most: number, { pixels, met }: All): void {
  if (most === 0 || most >= DARK || pixels.length < 256) return
  const white = met.deep ? 257 * (most + 1) - 1 : most
  throw new Refusal(
    `${folder}: the largest value of all pictures is ${most} of 255${met.deep ? ' (of 16 bits brought to 8)' : ''}, so they are nearly black. Say which values are black and white: float_range=[0,${white}], or float_range=[0,${met.deep ? 65535 : 255}] if they are meant to be so dark.`,
    { field: 'float_range' },
  )
}

/** The pictures of a folder in their order, and the classes that its subfolders are. */
export async function listPictures(
  folder: string,
): Promise<{ classes: string[]; pictures: Picture[]; passedOver: string[] }> {
  const passedOver: string[] = []
  const entries = await list(folder, passedOver)
  const folders = entries.filter((entry) => entry.isFolder)
  const loose = entries.filter((entry) => !entry.isFolder)
  if (folders.length && loose.length) {
    const message = `${folder} has both folders and files (${loose[0].path}).`
    throw new Refusal(`${message} Put every picture into the folder of its class, or all into one folder.`, {
      field: loose[0].path,
    })
  }
  if (folders.length > MAX_CLASSES) {
    throw new Refusal(`${folder} has ${folders.length} class folders, at most ${MAX_CLASSES} are read. Merge some.`, {
      field: folder,
    })
  }
  const pictures: Picture[] = loose.map(({ path }) => ({ path, label: 0 }))
  for (const [label, { path }] of folders.entries()) {
    const files = await list(path, passedOver)
    const inner = files.find((file) => file.isFolder)
    if (inner)
      throw new Refusal(`${inner.path} is a folder within a class. Move its pictures up, or away.`, {
        field: inner.path,
      })
    if (files.length === 0)
      throw new Refusal(`${path} is a class without pictures. Fill it, or remove it.`, { field: path })
    for (const file of files) pictures.push({ path: file.path, label })
  }
  if (pictures.length === 0) {
    throw new Refusal(`${folder} has no pictures. Put them into one folder per class.`, { field: folder })
  }
  return { classes: folders.map(({ path }) => basename(path)), pictures, passedOver }
}

/** Beside pictures, and none. */
const STRAY =
  /^(thumbs\.db|desktop\.ini|__macosx|(readme|licen[cs]e)(\..*)?)$|\.(txt|md|csv|tsv|json|ya?ml|xml|html?|log|pdf|db|ini)$/i

async function list(folder: string, passedOver: string[]): Promise<{ path: string; isFolder: boolean }[]> {
  try {
    const seen = (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted(byCodePoint)
    const names = seen.filter((name) => !STRAY.test(name))
    passedOver.push(...seen.filter((name) => STRAY.test(name)))
    const paths = names.map((name) => join(folder, name))
    return await Promise.all(paths.map(async (path) => ({ path, isFolder: (await stat(path)).isDirectory() })))
  } catch (error) {
    throw fileRefusal(error, folder)
  }
}

/** The same on every machine, whatever its language. */
const byCodePoint = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
