/** Samples in a run's folder: one .npy of float32 images per finished chunk, and a first sheet to look at. */
import { createHash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { npyBytes } from '#files/write-npy.ts'
import { npyHeader } from '#files/npy-header.ts'
import { parseNpy } from '#files/npy.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import { manifestHashes } from '#files/manifest.ts'
import { writeWhole } from '#files/write-whole.ts'

const NAME = /^chunk-(\d{6})\.npy$/
/** Bytes that hold the header of any chunk: `npyBytes` writes 128. */
const HEAD = 1024
const folderOf = (runFolder: string) => join(runFolder, 'samples')
const fileOf = (runFolder: string, index: number) =>
  join(folderOf(runFolder), `chunk-${String(index).padStart(6, '0')}.npy`)

export function writeChunk(runFolder: string, index: number, images: Float32Array, shape: ImageShape): void {
  const { height, width, channels } = shape
  mkdirSync(folderOf(runFolder), { recursive: true })
  const count = images.length / (height * width * channels)
  writeWhole(fileOf(runFolder, index), npyBytes(images, [count, height, width, channels]))
}

/** Chunks that are there without a gap from the first on: sampling goes on after them. */
export function finishedChunks(runFolder: string): number {
  let count = 0
  while (existsSync(fileOf(runFolder, count))) count++
  return count
}

/** Removes the chunks from `first` on: those of a session without a record may have had another size. */
export function dropChunks(runFolder: string, first: number): void {
  for (let index = first; existsSync(fileOf(runFolder, index)); index++) rmSync(fileOf(runFolder, index))
}

/** Samples in the first chunk: a run goes on in chunks of the size that it began with. */
export const chunkSize = (runFolder: string): number => shapeOf(fileOf(runFolder, 0))[0]

export type Samples = { images: Float32Array; count: number; shape: ImageShape }

/** The samples of a run end to end, or the first `most` of them. Made once, of the size that the chunks' headers promise. */
export function readSamples(runFolder: string, most = Infinity): Samples {
  const chunks = chunkPaths(runFolder).map((path) => ({ path, shape: shapeOf(path) }))
  const [, height, width, channels] = chunks[0]?.shape ?? [0, 0, 0, 0]
  const all = chunks.reduce((sum, { shape }) => sum + shape[0], 0)
  const count = Math.min(most, all)
  const hashes = manifestHashes(runFolder)
  const images = new Float32Array(count * height * width * channels)
  let at = 0
  for (const { path } of chunks) {
    if (at === images.length) break
    const bytes = readFileSync(path)
    const { data } = parseNpy(bytes, path)
    const written = hashes.get(`samples/${basename(path)}`)
    if (written !== undefined && written !== createHash('sha256').update(bytes).digest('hex'))
      throw new Refusal(
        `${path} is damaged: it is not what was drawn. Restore it from a backup, or draw the samples again.`,
        {
          field: path,
          code: 'damaged',
        },
      )
    const taken = data.subarray(0, images.length - at)
    images.set(taken, at)
    at += taken.length
  }
  return { images, count, shape: { height, width, channels } }
}

function chunkPaths(runFolder: string): string[] {
  const folder = folderOf(runFolder)
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => NAME.test(name)) : []
  return names.toSorted().map((name) => join(folder, name))
}

/** What the header of a chunk promises: number, height, width, channels. */
function shapeOf(path: string): number[] {
  const head = new Uint8Array(HEAD)
  const file = openSync(path, 'r')
  try {
    return npyHeader(head.subarray(0, readSync(file, head)), path).shape
  } finally {
    closeSync(file)
  }
}
