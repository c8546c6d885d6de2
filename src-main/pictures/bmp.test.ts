import { expect, it } from 'vitest'
import { bmpSize, decodeBmp, isBmp } from './bmp.ts'
import { decodeWhole } from './decode-whole.ts'

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'))

/** Written by Pillow 12, with the pixels that Pillow reads back. */
const COLOUR =
  'Qk1OAAAAAAAAADYAAAAoAAAAAwAAAAIAAAABABgAAAAAABgAAADEDgAAxA4AAAAAAAAAAAAAeG5kloyCtKqgAAAAHhQKPDIoWlBGAAAA'
const PALETTE = 'Qk1KAAAAAAAAAEIAAAAoAAAAAwAAAAIAAAABAAgAAAAAAAgAAADEDgAAxA4AAAMAAAADAAAAAAD/AAD/AAAeFAoAAgEAAAABAgA='
const BITS = 'Qk1GAAAAAAAAAD4AAAAoAAAACQAAAAIAAAABAAEAAAAAAAgAAADEDgAAxA4AAAIAAAACAAAAAAAAAP///wBVAAAAqoAAAA=='
const UNUSED_ALPHA = 'Qk0+AAAAAAAAADYAAAAoAAAAAgAAAAEAAAABACAAAAAAAAgAAADEDgAAxA4AAAAAAAAAAAAAHhQKADwyKIA='

it.each<[string, string, number, number[]]>([
  ['24 bits', COLOUR, 3, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 170, 180]],
  ['a palette of colours', PALETTE, 3, [255, 0, 0, 0, 255, 0, 10, 20, 30, 10, 20, 30, 0, 255, 0, 255, 0, 0]],
  ['one bit', BITS, 1, Array.from({ length: 18 }, (_, i) => 255 * ((i + 1) % 2))],
  ['32 bits of which 8 mean nothing', UNUSED_ALPHA, 3, [10, 20, 30, 40, 50, 60]],
])('%s', (_, file, channels, pixels) => {
  const found = decodeBmp(bytes(file))
  expect(Array.from(found.data)).toEqual(pixels)
  expect(found.channels).toBe(channels)
})

type Made = { bits: number; width: number; height: number; packing?: number; rest: number[]; header?: number }

/** A bitmap by hand: `rest` is what follows the header's first 40 bytes, pixels at its end. */
function made({ bits, width, height, packing = 0, rest, header = 40 }: Made, pixelBytes: number): Uint8Array {
  const file = new Uint8Array(54 + rest.length)
  const view = new DataView(file.buffer)
  file.set([0x42, 0x4d])
  view.setUint32(10, file.length - pixelBytes, true)
  view.setUint32(14, header, true)
  view.setInt32(18, width, true)
  view.setInt32(22, height, true)
  view.setUint16(28, bits, true)
  view.setUint32(30, packing, true)
  file.set(rest, 54)
  return file
}
const mask = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >>> 24) & 255]
const RGB565 = [0xf800, 0x07e0, 0x001f].flatMap(mask)

it('16 bits: five a colour, or by masks, brought to 0..255', () => {
  // 0x7fff is white, 0x001f pure blue, where five bits of 31 are 255.
  const five = made({ bits: 16, width: 2, height: 1, rest: [0xff, 0x7f, 0x1f, 0x00] }, 4)
  expect(Array.from(decodeBmp(five).data)).toEqual([255, 255, 255, 0, 0, 255])
  // Green of 6 bits: 0x0400 is 32 of 63, which is 129.5 of 255.
  const six = made({ bits: 16, width: 2, height: 1, packing: 3, rest: [...RGB565, 0x00, 0x04, 0x00, 0xf8] }, 4)
  expect(Array.from(decodeBmp(six).data)).toEqual([0, 130, 0, 255, 0, 0])
})

it('32 bits with a mask of alpha, and rows from the top', () => {
  const masks = [0xff000000, 0x00ff0000, 0x0000ff00, 0x000000ff].flatMap(mask)
  const pixels = [4, 3, 2, 1, 8, 7, 6, 5]
  const file = made({ bits: 32, width: 1, height: -2, packing: 3, header: 56, rest: [...masks, ...pixels] }, 8)
  expect(decodeBmp(file)).toMatchObject({ height: 2, channels: 4, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) })
})

it('four bits, of a palette shorter than they can name', () => {
  const palette = [0, 0, 0, 0, 9, 8, 7, 0]
  const file = made({ bits: 4, width: 3, height: 1, rest: [...palette, 0x01, 0x10, 0, 0] }, 4)
  new DataView(file.buffer).setUint32(46, 2, true)
  expect(Array.from(decodeBmp(file).data)).toEqual([0, 0, 0, 7, 8, 9, 7, 8, 9])
})

it.each<[string, Uint8Array, RegExp]>([
  ['one cut short', bytes(COLOUR).subarray(0, 70), /it is cut short/],
  ['run lengths', made({ bits: 8, width: 1, height: 1, packing: 1, rest: [] }, 0), /packed by run lengths/],
  ['no width', made({ bits: 24, width: 0, height: 1, rest: [] }, 0), /no pixels/],
  ['odd bits', made({ bits: 7, width: 1, height: 1, rest: [] }, 0), /7 bits with packing 0 are unknown/],
  ['a palette that is not there', made({ bits: 8, width: 1, height: 1, rest: [] }, 0), /palette is cut short/],
  ['another header', made({ bits: 8, width: 1, height: 1, header: 64, rest: Array.from(new Uint8Array(99)) }, 1), /header is unknown/], // prettier-ignore
  ['more pixels than are read', made({ bits: 24, width: 30_000, height: 30_000, rest: [] }, 0), /pixel limit/],
])('refuses %s in a sentence', async (_, file, said) => {
  expect(isBmp(file)).toBe(true)
  await expect(decodeWhole(file, 'a.bmp')).rejects.toThrow(said)
  await expect(decodeWhole(file, 'a.bmp')).rejects.toMatchObject({ code: 'unsupported' })
})

it('is read as any picture: grey stays one channel, colours three', async () => {
  expect(bmpSize(bytes(BITS))).toEqual({ width: 9, height: 2, channels: 1 })
  const [grey, colour] = [await decodeWhole(bytes(BITS), 'a'), await decodeWhole(bytes(COLOUR), 'b')]
  expect([grey.channels, grey.height, grey.width, grey.pixels[0]]).toEqual([1, 2, 9, 255])
  expect([colour.channels, Array.from(colour.pixels.subarray(0, 3))]).toEqual([3, [10, 20, 30]])
})
