import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { gridPng } from './grid-png.ts'

async function decoded(png: Uint8Array) {
  const { data, info } = await sharp(png)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => Array.from(data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3))
  return { width: info.width, height: info.height, at }
}

describe('gridPng', () => {
  const rgb = Uint8Array.of(255, 0, 0, /**/ 0, 255, 0, /**/ 0, 0, 255)

  it('lays images out row by row, enlarged without blur, gaps and the rest in the background', async () => {
    const png = await gridPng(
      rgb,
      { count: 3, height: 1, width: 1, channels: 3 },
      { columns: 2, gap: 1, scale: 2, background: 9 },
    )
    const { width, height, at } = await decoded(png)
    expect([width, height]).toEqual([7, 7])
    expect([at(1, 1), at(2, 2), at(4, 1), at(1, 4)]).toEqual([[255, 0, 0], [255, 0, 0], [0, 255, 0], [0, 0, 255]]) // prettier-ignore
    expect([at(0, 0), at(3, 1), at(5, 5)]).toEqual([[9, 9, 9], [9, 9, 9], [9, 9, 9]]) // prettier-ignore
  })

  it('shows floats from the range’s ends, cut off beyond them', async () => {
    const floats = Float32Array.of(-1, 0, 1, 3, -7)
    const png = await gridPng(floats, { count: 1, height: 1, width: 5, channels: 1 }, { range: [-1, 1], gap: 0 })
    const { at } = await decoded(png)
    expect([0, 1, 2, 3, 4].map((x) => at(x, 0)[0])).toEqual([0, 128, 255, 255, 0])
  })

  it('shows what is not finite in magenta, in grey pictures too', async () => {
    for (const channels of [1, 3]) {
      const floats = new Float32Array(3 * channels).fill(0.5)
      floats[channels] = NaN
      floats[2 * channels] = Infinity
      const { at } = await decoded(await gridPng(floats, { count: 1, height: 1, width: 3, channels }, { gap: 0 }))
      expect([0, 1, 2].map((x) => [...at(x, 0)].slice(0, 3))).toEqual([[128, 128, 128], [255, 0, 255], [255, 0, 255]]) // prettier-ignore
    }
  })

  it('refuses what has no picture, or one that is too large', async () => {
    await expect(gridPng(new Uint8Array(2), { count: 1, height: 1, width: 1, channels: 2 })).rejects.toThrow(
      /of 2 channels have no picture/,
    )
    const shape = { count: 1, height: 1, width: 1, channels: 1 }
    await expect(gridPng(new Uint8Array(1), shape, { scale: 20_000 })).rejects.toThrow(/too large\. Show fewer images/)
  })
})
