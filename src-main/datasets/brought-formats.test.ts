/** What people have, opened as it is handed out: MedMNIST's .npz, EDM's labels, Fashion-MNIST's folder, CIFAR-100, folders with strays. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { NumericArray } from '#files/npy.ts'
import { npyBytes } from '#files/write-npy.ts'
import { readSource } from './import-source.ts'

let folder: string
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'anneal-brought-'))))
afterEach(() => rm(folder, { recursive: true }))

const at = (name: string) => join(folder, name)
const npz = (arrays: Record<string, [NumericArray, number[]]>) =>
  writeFile(
    at('a.npz'),
    zipSync(
      Object.fromEntries(Object.entries(arrays).map(([name, [data, shape]]) => [`${name}.npy`, npyBytes(data, shape)])),
    ),
  )
const pixels = (count: number, first: number) => Uint8Array.from({ length: count * 6 }, (_, i) => first + i)

it('MedMNIST: the split that is asked for, labels in a column', async () => {
  await npz({
    train_images: [pixels(3, 0), [3, 2, 3]],
    train_labels: [Uint8Array.of(0, 1, 2), [3, 1]],
    test_images: [pixels(2, 100), [2, 2, 3]],
    test_labels: [Uint8Array.of(2, 0), [2, 1]],
  })
  const train = await readSource(at('a.npz'))
  expect([train.count, train.pixels[0], [...train.labels!]]).toEqual([3, 0, [0, 1, 2]])
  const test = await readSource(at('a.npz'), { split: 'test' })
  // Classes are those that occur, under their own numbers.
  expect([test.count, test.pixels[0], [...test.labels!], test.classes]).toEqual([2, 100, [1, 0], ['0', '2']])
})

it('any names of arrays, said; a name that is not there is refused with those that are', async () => {
  await npz({ faces: [pixels(2, 0), [2, 2, 3]], kind: [Uint8Array.of(1, 0), [2]] })
  await expect(readSource(at('a.npz'))).rejects.toThrow(/holds no images: it has faces\.npy, kind\.npy.*key=\.\.\./)
  const found = await readSource(at('a.npz'), { key: 'faces', labels: 'kind' })
  expect([...found.labels!]).toEqual([1, 0])
  await expect(readSource(at('a.npz'), { key: 'faces', labels: 'none' })).rejects.toThrow(
    /has no array none; it has faces/,
  )
})

it('labels as rows with a single 1', async () => {
  await npz({ images: [pixels(2, 0), [2, 2, 3]], labels: [Float32Array.of(0, 0, 1, 1, 0, 0), [2, 3]] })
  const found = await readSource(at('a.npz'))
  expect([[...found.labels!], found.classes]).toEqual([
    [1, 0],
    ['0', '2'],
  ])
})

it('floats in a range that is stated', async () => {
  await writeFile(at('f.npy'), npyBytes(Float32Array.of(0, 255, 7.5, 100), [1, 2, 2]))
  await expect(readSource(at('f.npy'))).rejects.toThrow(/float_range=\[0,255\]/)
  expect(await readSource(at('f.npy'), { floatRange: [0, 255] })).toMatchObject({ floatRange: [0, 255], count: 1 })
})

const idx = (...bytes: number[]) => gzipSync(Uint8Array.from(bytes))

it('a folder of packed IDX, as Fashion-MNIST comes', async () => {
  await writeFile(at('train-images-idx3-ubyte.gz'), idx(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4))
  await writeFile(at('train-labels-idx1-ubyte.gz'), idx(0, 0, 8, 1, 0, 0, 0, 2, 1, 0))
  await writeFile(at('t10k-images-idx3-ubyte.gz'), idx(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8))
  await writeFile(at('t10k-labels-idx1-ubyte.gz'), idx(0, 0, 8, 1, 0, 0, 0, 1, 1))
  expect(await readSource(folder)).toMatchObject({
    count: 2,
    pixels: Uint8Array.of(1, 2, 3, 4),
    labels: Uint8Array.of(1, 0),
  })
  expect(await readSource(folder, { split: 'test' })).toMatchObject({ count: 1, pixels: Uint8Array.of(9, 8) })
  await writeFile(at('emnist-letters-train-images-idx3-ubyte.gz'), idx(0))
  await expect(readSource(folder)).rejects.toThrow(/several sets \(emnist-letters-.*, train-images-.*Name the file/)
})

it('CIFAR-100, by its fine classes', async () => {
  const names = Array.from({ length: 100 }, (_, i) => `class ${i}`)
  await writeFile(at('fine_label_names.txt'), `${names.join('\n')}\n`)
  const record = Uint8Array.from({ length: 3074 }, (_, i) => (i === 0 ? 4 : i === 1 ? 72 : Math.floor((i - 2) / 1024)))
  await writeFile(at('train.bin'), record)
  const found = await readSource(folder)
  expect([found.name, found.count, found.classes[72], [...found.labels!]]).toEqual([
    'cifar100-train',
    1,
    'class 72',
    [72],
  ])
  expect(found.pixels.slice(0, 6)).toEqual(Uint8Array.of(0, 1, 2, 0, 1, 2))
  await expect(readSource(folder, { split: 'test' })).rejects.toThrow(/has no test\.bin/)
  await writeFile(at('train.bin'), record.slice(1))
  await expect(readSource(folder)).rejects.toThrow(/is no whole CIFAR-100: 3073 bytes/)
})

it('what lies beside pictures is passed over, and told', async () => {
  const red = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#f00' } })
    .png()
    .toBuffer()
  for (const name of ['cat', '__MACOSX']) await mkdir(at(name))
  await writeFile(join(at('cat'), '1.png'), red)
  for (const name of ['Thumbs.db', 'notes.txt']) await writeFile(join(at('cat'), name), 'x')
  for (const name of ['README', 'labels.csv']) await writeFile(at(name), 'x')
  const told: string[] = []
  const found = await readSource(folder, { size: 4, onPassedOver: (names) => told.push(...names) })
  expect([found.count, found.classes]).toEqual([1, ['cat']])
  expect(told.toSorted()).toEqual(['README', 'Thumbs.db', '__MACOSX', 'labels.csv', 'notes.txt'])
})
