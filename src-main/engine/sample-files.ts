/** Samples in a run's folder: one .npy of float32 images per finished chunk, and a first sheet to look at. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { npyBytes } from '#datasets/write-npy.ts'
import { parseNpy } from '#datasets/npy.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import { writeWhole } from '#history/write-whole.ts'

const NAME = /^chunk-(\d{6})\.npy$/
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

/** Samples in the first chunk: a run goes on in chunks of the size that it began with. */
export const chunkSize = (runFolder: string): number => parseNpy(readFileSync(fileOf(runFolder, 0)), 'chunk 0').shape[0]

export type Samples = { images: Float32Array; count: number; shape: ImageShape }

/** The samples of a run end to end, or the first `most` of them. */
export function readSamples(runFolder: string, most = Infinity): Samples {
  const parts: Float32Array[] = []
  let shape: ImageShape = { height: 0, width: 0, channels: 0 }
  let count = 0
  for (const chunk of readChunks(runFolder)) {
    const taken = Math.min(chunk.count, most - count)
    parts.push(chunk.images.subarray(0, (taken * chunk.images.length) / chunk.count))
    count += taken
    shape = chunk.shape
    if (count === most) break
  }
  const images = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    images.set(part, at)
    at += part.length
  }
  return { images, count, shape }
}

/** Every chunk in order, one in memory at a time. */
function* readChunks(runFolder: string): Generator<Samples> {
  const folder = folderOf(runFolder)
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => NAME.test(name)) : []
  for (const name of names.toSorted()) {
    const { data, shape } = parseNpy(readFileSync(join(folder, name)), name)
    const [count, height, width, channels] = shape
    yield { count, images: Float32Array.from(data as ArrayLike<number>), shape: { height, width, channels } }
  }
}
