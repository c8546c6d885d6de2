import { zipSync } from 'fflate'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPictureFolder, openPictureZip } from './picture-files.ts'
import { zipEntries } from '#files/zip.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'anneal-pictures-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const png = (values: number[], width: number, channels: 1 | 3 | 4) =>
  sharp(Uint8Array.from(values), { raw: { width, height: values.length / width / channels, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png()
    .toBuffer()
const put = async (name: string, picture: Promise<Buffer>) => writeFileSync(join(folder, name), await picture)

it('reads the pictures of a folder byte for byte, in the order of their names', async () => {
  await put('b.png', png([7, 8, 9, 10, 11, 12], 2, 3))
  await put('a.png', png([1, 2, 3, 4, 5, 6], 2, 3))
  const files = await openPictureFolder(folder)
  expect(files).toMatchObject({ count: 2, shape: { height: 1, width: 2, channels: 3 } })
  expect([...(await files.read(0, 2))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect([...(await files.read(1, 2))]).toEqual([7, 8, 9, 10, 11, 12])
})

it('keeps grey as one channel, drops transparency, and repeats grey among colours', async () => {
  await put('a.png', png([5, 6], 2, 1))
  expect(await openPictureFolder(folder)).toMatchObject({ shape: { channels: 1 } })
  await put('A.png', png([1, 2, 3, 0, 4, 5, 6, 255], 2, 4))
  const files = await openPictureFolder(folder)
  expect([...(await files.read(0, 2))]).toEqual([1, 2, 3, 4, 5, 6, 5, 5, 5, 6, 6, 6])
})

it('refuses pictures of unlike size, colours after a grey first one, and what is no picture, each by its name', async () => {
  await put('a.png', png([5, 6], 2, 1))
  await put('b.png', png([5, 6, 7], 3, 1))
  await expect((await openPictureFolder(folder)).read(0, 2)).rejects.toThrow(
    /b\.png is 1 x 3 pixels, the first picture .* is 1 x 2\. Bring all to one size/,
  )
  await put('b.png', png([1, 2, 3, 4, 5, 6], 2, 3))
  await expect((await openPictureFolder(folder)).read(0, 2)).rejects.toThrow(/b\.png has colours/)
  writeFileSync(join(folder, 'b.png'), 'no picture')
  await expect((await openPictureFolder(folder)).read(0, 2)).rejects.toThrow(/b\.png is no readable picture/)
})

it('reads a ZIP as EDM packs one: folders of pictures by name, its labels passed over; a ZIP of arrays is none', async () => {
  const zip = zipSync({
    'dataset.json': new Uint8Array(2),
    '00001/img00000001.png': new Uint8Array(await png([3, 4], 2, 1)),
    '00000/img00000000.png': [new Uint8Array(await png([1, 2], 2, 1)), { level: 0 }],
  })
  const [set, arrays] = ['set.zip', 'arrays.npz'].map((name) => join(folder, name))
  writeFileSync(set, zip)
  writeFileSync(arrays, zipSync({ 'arr_0.npy': new Uint8Array(4) }))
  const files = await openPictureZip(set)
  expect([...(await files!.read(0, 2))]).toEqual([1, 2, 3, 4])
  expect(await openPictureZip(arrays)).toBeNull()
})

it('finds the list of a ZIP with more entries than 16 bits count, by its 64-bit record', () => {
  const zip = zipSync({ 'a.png': Uint8Array.of(1), 'b.png': Uint8Array.of(2) })
  const end = zip.subarray(-22)
  const view = new DataView(end.buffer, end.byteOffset)
  const [start, at] = [view.getUint32(16, true), zip.length - 22]
  const wide = new DataView(new ArrayBuffer(56 + 20))
  wide.setUint32(0, 0x06064b50, true)
  wide.setBigUint64(32, 2n, true)
  wide.setBigUint64(48, BigInt(start), true)
  wide.setUint32(56, 0x07064b50, true)
  wide.setBigUint64(56 + 8, BigInt(at), true)
  const last = Uint8Array.from(end)
  new DataView(last.buffer).setUint16(10, 0xffff, true)
  new DataView(last.buffer).setUint32(16, 0xffffffff, true)
  const large = Buffer.concat([zip.subarray(0, at), new Uint8Array(wide.buffer), last])
  expect(zipEntries(large, 'large.zip').map(({ name }) => name)).toEqual(['a.png', 'b.png'])
  expect(() => zipEntries(large, 'large.zip', 1)).toThrow(/has 2 entries, at most 1/)
  expect(() => zipEntries(large.subarray(1), 'torn.zip')).toThrow(/broken list/)
})
