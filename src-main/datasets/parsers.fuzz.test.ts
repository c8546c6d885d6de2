/** Seeded mutations of sound files: each is refused or gives a sound dataset, and nothing else. ANNEAL_FUZZ sets how many. */
import { zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { arrayDataset } from './array-dataset.ts'
import { parseCifar } from './cifar-binary.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { idxDataset } from './idx-dataset.ts'
import { parseNpy } from '#files/npy.ts'
import { parseNpz } from '#files/npz.ts'
import { npyBytes } from '#files/write-npy.ts'
import { fuzz } from '#theory/noise/testing/fuzz.ts'

const pixels = Uint8Array.from({ length: 4 * 5 * 6 }, (_, i) => (37 * i) % 256)
const labels = Uint8Array.of(0, 1, 2, 1)
const images = npyBytes(pixels, [4, 5, 6])
const idxLabels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 4, ...labels)
const paths = { imagesPath: 'f', labelsPath: 'f' }
const cifarDataset = (bytes: Uint8Array) => {
  const records = parseCifar(bytes, 'f')
  const classes = Array.from({ length: 10 }, (_, label) => String(label))
  return makeDataset({ name: 'c', height: 32, width: 32, channels: 3, classes, floatRange: null, ...records })
}

const FORMATS: [name: string, sound: Uint8Array, read: (bytes: Uint8Array) => Dataset | Promise<Dataset>][] = [
  [
    'IDX images',
    Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 6, ...pixels),
    (bytes) => idxDataset('i', { images: bytes, labels: idxLabels }, paths),
  ],
  ['CIFAR-10', Uint8Array.from({ length: 2 * 3073 }, (_, i) => (i % 3073 === 0 ? 3 : i % 251)), cifarDataset],
  ['npy', images, (bytes) => arrayDataset('a', { images: parseNpy(bytes, 'f'), labels: null }, {}, 'f')],
  [
    'npy of big-endian floats',
    Uint8Array.from(Buffer.from(npyBytes(new Float32Array(30), [2, 3, 5])).toString('latin1').replace('<f4', '>f4'), (c) => c.charCodeAt(0)), // prettier-ignore
    (bytes) => arrayDataset('a', { images: parseNpy(bytes, 'f'), labels: null }, {}, 'f'),
  ],
  [
    'npz',
    zipSync({ 'arr_0.npy': images, 'arr_1.npy': npyBytes(labels, [4]) }),
    async (bytes) => arrayDataset('z', await parseNpz(bytes, 'f'), {}, 'f'),
  ],
  [
    'stored npz',
    zipSync({ 'x.npy': images, 'y.npy': npyBytes(labels, [4]) }, { level: 0 }),
    async (bytes) => arrayDataset('z', await parseNpz(bytes, 'f'), {}, 'f'),
  ],
]

function isSound({ pixels, labels, classes, count, height, width, channels, floatRange, hash }: Dataset): boolean {
  const [lo, hi] = floatRange ?? [-Infinity, Infinity]
  return (
    count >= 1 &&
    pixels.length === count * height * width * channels &&
    pixels.every((value) => value >= lo && value <= hi) &&
    (labels === null || (labels.length === count && labels.every((label) => label < classes.length))) &&
    /^[0-9a-f]{64}$/.test(hash)
  )
}

it.each(FORMATS)('%s', async (_, sound, read) => {
  expect(isSound(await read(sound))).toBe(true)
  const readSound = async (bytes: Uint8Array) => {
    if (!isSound(await read(bytes))) throw new Error('a dataset that is not sound')
  }
  await fuzz(sound, readSound, { refused: 1 / 10, megabytes: 512 })
})
