import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { datasetsFolder, listDatasets, loadDataset, saveDataset } from './dataset-folder.ts'
import { makeDataset } from './dataset.ts'
import { readSource } from './import-source.ts'
import { lawDataset } from './law-dataset.ts'
import { sampleNpz } from '#files/npz.ts'
import { openDataset, openTestSplit } from './open-dataset.ts'
import { subsetOf } from './subset.ts'
import { npyBytes } from '#files/write-npy.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'anneal-datasets-'))
})
afterEach(() => rm(home, { recursive: true }))

const toy = makeDataset({
  name: 'Toy / Set',
  height: 1,
  width: 2,
  channels: 1,
  classes: ['a_b', 'c'],
  labels: Uint8Array.of(0, 1, 1),
  pixels: Uint8Array.of(1, 2, 3, 4, 5, 6),
  floatRange: null,
})

describe('a dataset folder', () => {
  it.each([toy, subsetOf(toy, { perClass: 1 }), lawDataset('rings', 3, 0)])(
    'gives $name back as it was',
    async (dataset) => {
      expect(await loadDataset(await saveDataset(home, dataset, writeFile))).toEqual(dataset)
    },
  )

  it('is named by hash and a safe form of the name, and saving twice keeps one', async () => {
    const folder = await saveDataset(home, toy, writeFile)
    expect(basename(folder)).toBe(`${toy.hash.slice(0, 12)}-toy-set`)
    expect(await saveDataset(home, toy, writeFile)).toBe(folder)
    expect(await readdir(datasetsFolder(home))).toEqual([basename(folder)])
  })

  it.each(['pixels.npy', 'labels.npy', 'dataset.json'])(
    'leaves nothing behind when the disk is full at %s',
    async (file) => {
      const full = async (path: string, bytes: Uint8Array | Uint8Array[]) => {
        if (path.endsWith(file)) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
        await writeFile(path, bytes)
      }
      await expect(saveDataset(home, toy, full)).rejects.toThrow(/toy-set does not fit on the disk\. Make room there/)
      expect(await readdir(datasetsFolder(home))).toEqual([])
    },
  )

  it('is refused when pixels, labels or card were altered', async () => {
    const folder = await saveDataset(home, toy, writeFile)
    for (const file of ['pixels.npy', 'labels.npy', 'dataset.json']) {
      const path = join(folder, file)
      const whole = await readFile(path)
      const altered = Uint8Array.from(whole)
      const at = file === 'dataset.json' ? whole.indexOf('a_b') : whole.length - 1
      altered[at] ^= 1
      await writeFile(path, altered)
      await expect(loadDataset(folder)).rejects.toThrow(
        /damaged: its content is not what was imported|is none of the 2 classes/,
      )
      await writeFile(path, whole.subarray(0, whole.length - 3))
      await expect(loadDataset(folder)).rejects.toThrow(Refusal)
      await writeFile(path, whole)
    }
    expect(await loadDataset(folder)).toEqual(toy)
  })

  it('of a newer version is refused untouched', async () => {
    const folder = await saveDataset(home, toy, writeFile)
    const path = join(folder, 'dataset.json')
    const newer = (await readFile(path, 'utf8')).replace('"version": 2', '"version": 3')
    await writeFile(path, newer)
    await expect(loadDataset(folder)).rejects.toThrow(/of version 3, written by a newer Anneal\. Update Anneal/)
    await expect(saveDataset(home, toy, writeFile)).rejects.toThrow(/newer Anneal/)
    expect(await readFile(path, 'utf8')).toBe(newer)
  })

  it('left half-written by a kill is swept away at a later import, one that is being written is not', async () => {
    const writing = `.partial-${process.ppid}-abcdef`
    for (const name of ['.partial-old', writing]) await mkdir(join(datasetsFolder(home), name), { recursive: true })
    await saveDataset(home, toy, writeFile)
    expect((await readdir(datasetsFolder(home))).filter((name) => name.startsWith('.'))).toEqual([writing])
  })

  it('is listed with its card, a damaged one with the reason', async () => {
    const folder = await saveDataset(home, toy, writeFile)
    await mkdir(join(datasetsFolder(home), 'broken'))
    await writeFile(join(datasetsFolder(home), 'broken', 'dataset.json'), '{"format":')
    const listed = await listDatasets(home)
    expect(listed.map((entry) => entry.card?.hash ?? entry.reason)).toEqual([
      expect.stringMatching(/broken.dataset\.json is no JSON/),
      toy.hash,
    ])
    expect(listed[1].folder).toBe(folder)
  })
})

describe('openDataset', () => {
  it('draws a law, the same for the same seed', async () => {
    const spec = { name: 'banana', n: 50, seed: 3 }
    expect((await openDataset(spec, { home })).hash).toBe(lawDataset('banana', 50, 3).hash)
  })

  it('finds an imported dataset by name or the beginning of its hash, and takes a subset', async () => {
    await saveDataset(home, toy, writeFile)
    for (const name of ['Toy / Set', toy.hash.slice(0, 12)])
      expect((await openDataset({ name }, { home })).hash).toBe(toy.hash)
    const subset = await openDataset({ name: 'Toy / Set', subset: { fractions: { a_b: 1, c: 0.5 } } }, { home })
    expect(subset.lineage?.sourceHash).toBe(toy.hash)
    expect(subset.count).toBe(2)
  })

  it('asks for the hash when two go by one name', async () => {
    await saveDataset(home, toy, writeFile)
    await saveDataset(home, { ...subsetOf(toy, { perClass: 1 }), name: toy.name }, writeFile)
    await expect(openDataset({ name: toy.name }, { home })).rejects.toThrow(
      /2 datasets are called .* by its hash: [0-9a-f]{12}, [0-9a-f]{12}/,
    )
  })

  it.each([
    [{ name: 'minst' }, /There is no dataset minst\. Known: mnist, mixture, rings, banana, texture\. Import it first/],
    [{ name: 'cifar10' }, /There is no dataset cifar10-train/],
    [{ name: 'mnist', n: 5 }, /n is the number of samples of a law, and mnist is none\. Use subset\.n/],
    [{ name: 'x', path: '/no/such/file.npy' }, /file\.npy does not exist/],
  ])('refuses %j', async (spec, message) => {
    await expect(openDataset(spec, { home })).rejects.toThrow(message)
  })
})

describe('openTestSplit', () => {
  const beside = async (spec: Parameters<typeof openDataset>[0]) =>
    openTestSplit(spec, await openDataset(spec, { home }), { home })

  it('gives the whole test split, of the classes that a subset chooses', async () => {
    const files = { 'data_batch_1.bin': [0, 1, 2, 0, 1, 2], 'test_batch.bin': [0, 1, 2] }
    for (const [name, labels] of Object.entries(files))
      await put(name, Uint8Array.from(labels.flatMap((label, i) => [label, ...Array<number>(3072).fill(i)])))
    const spec = { name: 'mine', path: home }
    expect(await beside(spec)).toMatchObject({ count: 3 })
    expect(await beside({ ...spec, subset: { n: 5, fractions: { bird: 0.5 } } })).toMatchObject({ count: 3 })
    const classes = ['airplane', 'bird']
    expect(await beside({ ...spec, subset: { classes, perClass: 2 } })).toMatchObject({ count: 2 })
    expect(await beside({ ...spec, subset: { proportions: { airplane: 0.5, bird: 0.5 } } })).toMatchObject({ count: 2 })
    expect(await beside({ ...spec, split: 'test' })).toEqual({ missing: 'mine has no test split beside it.' })
    await rm(join(home, 'test_batch.bin'))
    expect(await beside(spec)).toEqual({ missing: expect.stringMatching(/no CIFAR-10 test files/) })
  })

  it('knows that a source of one split has none, in whole or in part', async () => {
    await saveDataset(home, toy, writeFile)
    const missing = { missing: 'Toy / Set has no test split beside it.' }
    expect(await beside({ name: toy.name })).toEqual(missing)
    expect(await beside({ name: toy.name, subset: { n: 1 } })).toEqual(missing)
    expect(await beside({ name: 'banana', n: 5, seed: 1 })).toHaveProperty('missing')
  })
})

const put = async (name: string, bytes: Uint8Array | string) => {
  await writeFile(join(home, name), bytes)
  return join(home, name)
}

const header = (magic: number, ...sizes: number[]) =>
  Uint8Array.from([0, 0, 8, magic, ...sizes.flatMap((size) => [0, 0, 0, size])])

describe('readSource tells formats by their content:', () => {
  const pixels = Uint8Array.from({ length: 2 * 3 * 3 }, (_, i) => i)

  it('.npy with labels beside it', async () => {
    const labelsPath = await put('l.npy', npyBytes(Uint8Array.of(1, 0), [2]))
    const dataset = await readSource(await put('digits.npy', npyBytes(pixels, [2, 3, 3])), { labelsPath })
    expect(dataset).toMatchObject({ name: 'digits', count: 2, classes: ['0', '1'] })
  })

  it('.npz, whatever it is called', async () => {
    const dataset = await readSource(await put('samples.bin', sampleNpz(new Uint8Array(50), [2, 5, 5, 1])), {
      name: 'mine',
    })
    expect(dataset).toMatchObject({ name: 'mine', count: 2, labels: null })
  })

  it('IDX with its labels', async () => {
    await put('train-labels-idx1-ubyte', Uint8Array.from([...header(1, 2), 1, 0]))
    const path = await put('train-images-idx3-ubyte', Uint8Array.from([...header(3, 2, 3, 3), ...pixels]))
    expect(await readSource(path)).toMatchObject({ count: 2, height: 3, classes: ['0', '1'] })
  })

  it('a folder of pictures, in their own size or the one that is given', async () => {
    await mkdir(join(home, 'pets', 'cat'), { recursive: true })
    await put(
      'pets/cat/1.png',
      await sharp(Buffer.alloc(27), { raw: { width: 3, height: 3, channels: 3 } })
        .png()
        .toBuffer(),
    )
    expect(await readSource(join(home, 'pets'))).toMatchObject({ height: 3, width: 3 })
    expect(await readSource(join(home, 'pets'), { size: 2 })).toMatchObject({
      name: 'pets',
      height: 2,
      classes: ['cat'],
    })
  })

  it.each([
    ['a pickle', Uint8Array.of(0x80, 4, 0x95), /bad is a python pickle/],
    [
      'text',
      'hello',
      /bad is none of the formats that are read: a \.npy, a \.npz, an IDX file, a data set of Anneal, CIFAR/,
    ],
    ['an empty file', '', /bad is none of the formats/],
  ])('%s is refused', async (_, bytes, message) => {
    await expect(readSource(await put('bad', bytes))).rejects.toThrow(message)
  })
})
