/** Pictures as Pillow 13.0.0 reads them, by the call beside each: transparency, depth, orientation, palettes, resampling. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeImage, type ResizeChoice } from './decode-image.ts'

let folder = ''
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'anneal-pillow-'))))
afterAll(() => rmSync(folder, { recursive: true }))

const PLAIN = { channels: 3, kernel: 'lanczos3' } as const
async function decode(bytes: Uint8Array, choice: Partial<ResizeChoice> & { size: number }) {
  const path = join(folder, 'a.png')
  writeFileSync(path, bytes)
  return [...(await decodeImage(path, { ...PLAIN, ...choice })).pixels]
}
const raw = (values: Uint8Array | Uint16Array, width: number, channels: 1 | 3 | 4) =>
  sharp(values, { raw: { width, height: values.length / width / channels, channels } })

describe('transparent parts', () => {
  /** Opaque, half, clear, and a quarter of green. */
  const RGBA = Uint8Array.of(200, 100, 50, 255, 200, 100, 50, 128, 200, 100, 50, 0, 0, 255, 10, 64)
  const square = () => raw(Uint8Array.from({ length: 64 }, (_, i) => RGBA[i % 16]), 4, 4).png().toBuffer() // prettier-ignore
  it.each([
    // b = Image.new('RGBA', size, (0, 0, 0, 255)); b.alpha_composite(picture); b.convert('RGB')
    ['black', [200, 100, 50, 100, 50, 25, 0, 0, 0, 0, 64, 3]],
    // The same on (255, 255, 255, 255).
    ['white', [200, 100, 50, 227, 177, 152, 255, 255, 255, 191, 255, 194]],
    // picture.convert('RGB')
    ['drop', [200, 100, 50, 200, 100, 50, 200, 100, 50, 0, 255, 10]],
  ] as const)('on %s', async (alpha, wanted) => {
    const found = (await decode(await square(), { size: 4, alpha })).slice(0, 12)
    // libvips rounds shares of alpha by a byte's part at most.
    expect(Math.max(...found.map((value, i) => Math.abs(value - wanted[i])))).toBeLessThanOrEqual(alpha === 'drop' ? 0 : 1) // prettier-ignore
  })
})

describe('sixteen bits', () => {
  // numpy: numpy.round(numpy.linspace(0, 65535, 8).round() / 257)
  it('become eight, to nearest', async () => {
    const ramp = Uint16Array.from({ length: 64 }, (_, i) => Math.round((65535 * (i % 8)) / 7))
    const png = await raw(ramp, 8, 1).toColourspace('grey16').png().toBuffer()
    expect((await decode(png, { size: 8, channels: 1 })).slice(0, 8)).toEqual([0, 36, 73, 109, 146, 182, 219, 255])
  })
})

it('a palette is the colours that it stands for, and one bit is 0 and 255', async () => {
  const four = Uint8Array.from({ length: 192 }, (_, i) => [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9][i % 12])
  const [plain, palette] = await Promise.all([raw(four, 8, 3).png().toBuffer(), raw(four, 8, 3).png({ palette: true }).toBuffer()]) // prettier-ignore
  expect(await decode(palette, { size: 8 })).toEqual(await decode(plain, { size: 8 }))
  const bits = Uint8Array.from({ length: 64 }, (_, i) => 255 * (i % 2))
  const one = await raw(bits, 8, 1).png({ palette: true, colours: 2 }).toBuffer()
  expect(await decode(one, { size: 8, channels: 1 })).toEqual([...bits])
})

it('turns as the EXIF orientation says: ImageOps.exif_transpose', async () => {
  const values = Uint8Array.from({ length: 64 }, (_, i) => 4 * i)
  const tiff = await raw(values, 8, 1).toColourspace('b-w').withMetadata({ orientation: 6 }).png().toBuffer()
  // Orientation 6 is seen turned by 90 degrees to the right: its first row is the first column, from below.
  expect((await decode(tiff, { size: 8, channels: 1 })).slice(0, 8)).toEqual([224, 192, 160, 128, 96, 64, 32, 0])
})

describe('scaled to half', () => {
  /** numpy: (i * 29 + (i >> 5) * 13) % 256 for i in arange(1024), 32 x 32; Image.fromarray(g).resize((16, 16), KERNEL), its ninth row. */
  const values = Uint8Array.from({ length: 1024 }, (_, i) => (i * 29 + (i >> 5) * 13) % 256)
  it.each([
    ['lanczos3', [136, 123, 124, 125, 131, 131, 132, 125, 131, 140, 135, 138, 132, 142, 155, 96]],
    ['cubic', [147, 122, 120, 120, 137, 137, 134, 114, 134, 153, 133, 131, 130, 148, 154, 98]],
    ['linear', [142, 124, 122, 124, 134, 136, 134, 120, 134, 148, 134, 132, 134, 144, 146, 108]],
  ] as const)('by %s as Pillow does, to the byte but for one, away from the border', async (kernel, wanted) => {
    const png = await raw(values, 32, 1).toColourspace('b-w').png().toBuffer()
    const row = (await decode(png, { size: 16, channels: 1, kernel })).slice(8 * 16, 9 * 16)
    const off = row.map((value, i) => Math.abs(value - wanted[i]))
    expect(Math.max(...off.slice(3, -3))).toBeLessThanOrEqual(kernel === 'lanczos3' ? 1 : 0)
    // At the border libvips repeats the last pixel, where Pillow leaves out what is beyond: up to 14 of 255 on noise.
    expect(Math.max(...off)).toBeLessThanOrEqual(14)
  })
})
