/** Small data sets for tests of jobs: noise with classes, imported or as a CIFAR-10 folder with both splits. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Dataset, makeDataset } from '#datasets/dataset.ts'
import { uniforms } from '#theory/noise/philox.ts'

/** `count` values of 0 to 255. */
export function noise(count: number, seed: number): Uint8Array {
  const values = new Float32Array(count)
  uniforms({ seed, stream: 0, sample: 0, step: 0 }, values)
  return Uint8Array.from(values, (u) => 256 * u)
}

export const noiseSet = (name: string, count: number, side = 8, classes = ['a', 'b', 'c', 'd']): Dataset =>
  makeDataset({
    name,
    height: side,
    width: side,
    channels: 1,
    classes,
    labels: Uint8Array.from({ length: count }, (_, i) => i % classes.length),
    pixels: noise(count * side * side, 1),
    floatRange: null,
  })

const RECORD = 3073

/** As the site of CIFAR-10 has it, with so many images; labels 0 to 9 in turn. A split of none has no file. */
export function cifarFolder(folder: string, { train, test }: { train: number; test: number }): string {
  const records = (count: number, seed: number) =>
    noise(count * RECORD, seed).map((byte, i) => (i % RECORD === 0 ? (i / RECORD) % 10 : byte))
  mkdirSync(folder, { recursive: true })
  if (train > 0) writeFileSync(join(folder, 'data_batch_1.bin'), records(train, 1))
  if (test > 0) writeFileSync(join(folder, 'test_batch.bin'), records(test, 2))
  return folder
}
