import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { openImageFolder, type ImageFolderOptions } from './image-folder.ts'
import { readSource } from './import-source.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anneal-pictures-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function put(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
  return path
}
const flat = (width: number, height: number, background: string | { r: number; g: number; b: number; alpha: number }) =>
  sharp({ create: { width, height, channels: typeof background === 'string' ? 3 : 4, background } })
const open = (options: Partial<ImageFolderOptions> = {}) =>
  openImageFolder(folder, { size: 4, channels: 3, kernel: 'lanczos3', ...options })

const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A PNG that says it is `side` x `side` and holds nothing of the kind. */
function hugePng(side: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1000))), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts])
}

describe('a folder of pictures', () => {
  it('has its subfolders as classes, both in the order of their names, whatever the formats', async () => {
    await put('b/2.webp', await flat(8, 8, '#0000ff').webp({ lossless: true }).toBuffer())
    await put('b/1.png', await flat(8, 8, '#00ff00').png().toBuffer())
    await put('a/z.tiff', await flat(8, 8, '#ff0000').tiff({ compression: 'lzw' }).toBuffer())
    await put('.DS_Store', 'not a picture, and hidden')
    const seen: [number, number][] = []
    const dataset = await open({ onProgress: (done, total) => seen.push([done, total]) })
    expect(dataset.classes).toEqual(['a', 'b'])
    expect(dataset.labels).toEqual(Uint8Array.of(0, 1, 1))
    const first = [0, 1, 2].map((i) => Array.from(dataset.pixels.subarray(i * 48, i * 48 + 3)))
    expect(first).toEqual([[255, 0, 0], [0, 255, 0], [0, 0, 255]]) // prettier-ignore
    expect(seen).toEqual([[1, 3], [2, 3], [3, 3]]) // prettier-ignore
  })

  it('has no classes when the pictures lie in the folder itself', async () => {
    await put('1.png', await flat(4, 4, '#fff').png().toBuffer())
    expect(await open()).toMatchObject({ count: 1, classes: [], labels: null })
  })

  it('is cut to the middle square of each picture', async () => {
    // 12 wide, 4 high: red, green, blue thirds; the middle one is green.
    const wide = Buffer.from(
      Array.from({ length: 48 }, (_, i) => [0, 1, 2].map((c) => (Math.floor((i % 12) / 4) === c ? 255 : 0))).flat(),
    )
    await put(
      '1.png',
      await sharp(wide, { raw: { width: 12, height: 4, channels: 3 } })
        .png()
        .toBuffer(),
    )
    const { pixels } = await open({ kernel: 'nearest' })
    expect(Array.from(pixels)).toEqual(Array.from({ length: 16 }, () => [0, 255, 0]).flat())
  })

  it('is read in grey, with transparent parts on black', async () => {
    await put('1.png', await flat(4, 4, { r: 255, g: 255, b: 255, alpha: 0 }).png().toBuffer())
    await put('2.png', await flat(4, 4, '#777777').png().toBuffer())
    const { channels, pixels } = await open({ channels: 1 })
    expect(channels).toBe(1)
    expect([pixels[0], pixels[16]]).toEqual([0, 0x77])
  })

  it('is the same dataset each time it is read', async () => {
    for (let i = 0; i < 12; i++)
      await put(
        `${i}.png`,
        await flat(9, 7, `rgb(${20 * i},5,7)`)
          .png()
          .toBuffer(),
      )
    expect((await open()).hash).toBe((await open()).hash)
  })
})

describe('refused, naming the file:', () => {
  it.each<[string, Record<string, string | Buffer>, Partial<ImageFolderOptions>, RegExp]>([
    ['an empty folder', {}, {}, /has no pictures\. Put them into one folder per class/],
    ['a class without pictures', { 'a/.keep': '' }, {}, /a is a class without pictures\. Fill it, or remove it/],
    [
      'a file that is no picture',
      { 'a/notes': 'hello' },
      {},
      /a\/notes is no readable picture .* remove it from the folder/,
    ],
    ['an empty file', { 'a/1.png': '' }, {}, /a\/1\.png is no readable picture/],
    ['files beside classes', { 'a/1.png': 'x', '1.png': 'x' }, {}, /has both folders and files \(.*1\.png\)/],
    ['folders within classes', { 'a/b/1.png': 'x' }, {}, /a\/b is a folder within a class/],
    [
      'an SVG, which can reach other files',
      { 'a/1.png': '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>' },
      {},
      /is no readable/,
    ],
    [
      '100,000 x 100,000 pixels',
      { 'a/1.png': hugePng(100_000) },
      {},
      /a\/1\.png is no readable picture \(Input image exceeds pixel limit\)/,
    ],
    ['a PNG whose pixels are missing', { 'a/1.png': hugePng(2000) }, {}, /a\/1\.png is no readable picture/],
    ['no size', { 'a/1.png': 'x' }, { size: 0 }, /size must be a whole number of pixels from 1 to 4096, got 0/],
  ])('%s', async (_, files, options, message) => {
    for (const [name, bytes] of Object.entries(files)) await put(name, bytes)
    const started = performance.now()
    const before = process.memoryUsage().rss
    const error: unknown = await open(options).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Refusal)
    expect((error as Refusal).message).toMatch(message)
    expect(performance.now() - started).toBeLessThan(2000)
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20)
  })

  it('a picture cut short', async () => {
    const noise = await sharp({
      create: { width: 64, height: 64, channels: 3, background: '#888', noise: { type: 'gaussian', sigma: 30 } },
    })
      .png()
      .toBuffer()
    await put('a/1.png', noise.subarray(0, noise.length / 2))
    await expect(open()).rejects.toThrow(/a\/1\.png is no readable picture/)
  })

  it('a link that leads to itself, and a folder that is not there', async () => {
    await symlink(join(folder, 'loop'), join(folder, 'loop'))
    await expect(open()).rejects.toThrow(Refusal)
    await expect(openImageFolder(join(folder, 'none'), { size: 4, channels: 1, kernel: 'cubic' })).rejects.toThrow(
      /does not exist/,
    )
  })

  it('more memory than a dataset may have, before any picture is opened', async () => {
    for (let i = 0; i < 22; i++) await put(`${i}.png`, 'never read')
    await expect(open({ size: 4096 })).rejects.toThrow(
      /22 pictures of 4096x4096x3 take 1108 MB; at most 403 MB are held\. Save fewer or smaller/,
    )
  })
})

describe('where no size is given', () => {
  const read = () => readSource(folder)
  it('squares of one size are taken as they are', async () => {
    for (const name of ['a/1.png', 'b/2.png']) await put(name, await flat(7, 7, '#123456').png().toBuffer())
    expect(await read()).toMatchObject({ count: 2, height: 7, width: 7, channels: 3 })
  })

  it('several sizes are refused with the count of each, the most frequent first', async () => {
    for (const [i, [width, height]] of [
      [8, 8],
      [6, 4],
      [8, 8],
      [5, 5],
      [8, 8],
      [5, 5],
    ].entries())
      // prettier-ignore
      await put(`${i}.png`, await flat(width, height, '#fff').png().toBuffer())
    await expect(read()).rejects.toThrow(
      /of 3 sizes \(height x width\): 3 of 8 x 8, 2 of 5 x 5, 1 of 4 x 6\. Say size=8/,
    )
    for (let side = 10; side < 16; side++) await put(`x${side}.png`, await flat(side, side, '#fff').png().toBuffer())
    await expect(read()).rejects.toThrow(/9 sizes .* 1 of 12 x 12, 4 of 4 other sizes\. Say size=8/)
  })

  it('one size that is no square is told, turned as it is seen', async () => {
    await put('1.jpg', await flat(6, 4, '#fff').withMetadata({ orientation: 6 }).jpeg().toBuffer())
    await expect(read()).rejects.toThrow(/which are no squares \(height x width\): 1 of 6 x 4\. Say size=4/)
  })
})

it('stops when asked to', async () => {
  for (let i = 0; i < 20; i++) await put(`${i}.png`, await flat(4, 4, '#fff').png().toBuffer())
  const abort = new AbortController()
  let reached = 0
  const onProgress = (done: number) => {
    reached = done
    if (done === 3) abort.abort()
  }
  await expect(open({ onProgress, signal: abort.signal })).rejects.toMatchObject({ code: 'cancelled' })
  expect(reached).toBeLessThan(12)
})
