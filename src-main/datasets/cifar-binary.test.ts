import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCifar10, parseCifar } from './cifar-binary.ts'
import { countPerClass } from './class-counts.ts'
import { pixelStatistics } from './pixel-statistics.ts'

/** A record whose red, green and blue planes hold p, p + 1 and p + 2 at position p (mod 256). */
const record = (label: number) => [
  label,
  ...Array.from({ length: 3072 }, (_, i) => ((i % 1024) + Math.floor(i / 1024)) % 256),
]

describe('parseCifar', () => {
  it('takes planes apart into pixels', () => {
    const { labels, pixels } = parseCifar(Uint8Array.from([...record(3), ...record(9)]), 'f')
    expect([...labels]).toEqual([3, 9])
    expect([...pixels.subarray(0, 6)]).toEqual([0, 1, 2, 1, 2, 3])
    expect([...pixels.subarray(3072 + 3 * 1023)]).toEqual([255, 0, 1])
  })

  it.each([
    [
      'an empty file',
      [],
      /f has the wrong length for CIFAR-10: 0 bytes = 0 records of 3073 \(1 label \+ 3 x 1024 pixels\) and 0 over/,
    ],
    [
      'a cut record',
      record(1).slice(0, -1),
      /3072 bytes = 0 records of 3073 .* and 3072 over\. Copy or download it again/,
    ],
    ['trailing bytes', [...record(1), 7, 7], /3075 bytes = 1 records .* and 2 over/],
    ['a label beyond 9', [...record(1), ...record(10)], /f: record 1 has the label 10, CIFAR-10 has 0 to 9/],
    [
      'the python version',
      [0x80, 2, 0x7d, ...record(1)],
      /f is a python pickle\. .* never read\. Use the binary version \(cifar-10-binary\.tar\.gz/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseCifar(Uint8Array.from(bytes), 'f')).toThrow(message)
  })
})

describe('a CIFAR-10 folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anneal-cifar-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is read in the order of the files’ numbers', async () => {
    for (const n of [10, 2, 1]) await writeFile(join(folder, `data_batch_${n}.bin`), Uint8Array.from(record(n % 10)))
    const dataset = await openCifar10(folder)
    expect([...dataset.labels!]).toEqual([1, 2, 0])
    expect(dataset.classes[1]).toBe('automobile')
  })

  it('is refused when it is missing, empty, or the python version', async () => {
    await expect(openCifar10(join(folder, 'none'))).rejects.toThrow(/none does not exist/)
    await expect(openCifar10(folder)).rejects.toThrow(
      /has no CIFAR-10 train files \(data_batch_1\.bin and so on\)\. Use the binary version/,
    )
    await writeFile(join(folder, 'data_batch_1'), Uint8Array.of(0x80, 2, 0x7d, 0x71))
    await expect(openCifar10(folder)).rejects.toThrow(/data_batch_1 is a python pickle.* Use the binary version/)
  })
})

const real = resolve(import.meta.dirname, '../../../shared/data/cifar10')
describe.skipIf(!existsSync(real))('the real CIFAR-10', () => {
  it('has 1,000 test images of each class', async () => {
    expect(countPerClass(await openCifar10(real, 'test'))).toEqual(Array(10).fill(1000))
  })

  it('has the channel means and standard deviations that are published', async () => {
    const { perChannel } = pixelStatistics(await openCifar10(real))
    for (const [c, [mean, std]] of [
      [0.49139968, 0.24703223],
      [0.48215841, 0.24348513],
      [0.44653091, 0.26158784],
    ].entries()) {
      expect(perChannel[c].mean).toBeCloseTo(mean, 7)
      expect(perChannel[c].std).toBeCloseTo(std, 7)
    }
  })
})
