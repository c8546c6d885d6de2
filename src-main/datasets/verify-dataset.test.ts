import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeWhole } from '#files/write-whole.ts'
import { datasetsFolder, saveDataset } from './dataset-folder.ts'
import { makeDataset, type DatasetContent } from './dataset.ts'
import { verifyDatasets } from './verify-dataset.ts'

let home: string
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'verify-'))))
afterEach(() => rmSync(home, { recursive: true }))

const shape = { height: 40, width: 60, channels: 1, floatRange: null }
const bytes: DatasetContent = {
  ...shape,
  name: 'bytes',
  classes: ['a', 'b'],
  labels: Uint8Array.from({ length: 600 }, (_, n) => n % 2),
  pixels: Uint8Array.from({ length: 600 * 2400 }, (_, i) => i % 251),
}
const floats: DatasetContent = {
  ...shape,
  name: 'floats',
  classes: [],
  labels: null,
  pixels: Float32Array.from({ length: 2400 }, (_, i) => i / 7),
}
const save = (content: DatasetContent) => saveDataset(home, makeDataset(content), (path, all) => writeWhole(path, all))
const problems = async () => (await verifyDatasets(datasetsFolder(home))).map(({ problem }) => problem)

it('finds nothing wrong with what was imported, of more than one part, bytes or floats, and with no data sets', async () => {
  expect(await verifyDatasets(datasetsFolder(home))).toEqual([])
  for (const content of [bytes, floats]) await save(content)
  expect(await problems()).toEqual([null, null])
})

it.each([
  ['pixels.npy', 1_300_000, /bytes: its content is not what was imported\. Import it again/],
  ['labels.npy', 300, /its content is not what was imported/],
  ['dataset.json', 3, /dataset\.json is no (JSON|dataset card)/],
])('names a data set of which %s was changed', async (file, at, said) => {
  const path = join(await save(bytes), file)
  const content = readFileSync(path)
  content[at] ^= 1
  writeFileSync(path, content)
  expect(await problems()).toEqual([expect.stringMatching(said)])
})

it('names a data set of which a file is gone or cut short', async () => {
  const folder = await save(bytes)
  writeFileSync(join(folder, 'pixels.npy'), readFileSync(join(folder, 'pixels.npy')).subarray(0, 5000))
  expect(await problems()).toEqual([expect.stringMatching(/not what was imported/)])
  rmSync(join(folder, 'pixels.npy'))
  expect(await problems()).toEqual([expect.stringMatching(/pixels\.npy does not exist/)])
})
