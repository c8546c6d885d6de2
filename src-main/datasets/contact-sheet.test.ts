import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { contactSheet } from './contact-sheet.ts'
import { makeDataset } from './dataset.ts'
import { lawDataset } from './law-dataset.ts'

async function decoded(png: Uint8Array) {
  const { data, info } = await sharp(png)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => Array.from(data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3))
  return { width: info.width, height: info.height, at }
}

describe('contactSheet', () => {
  it('has a row per class that has images', async () => {
    const content = { name: 'd', height: 2, width: 2, channels: 1, classes: ['a', 'none', 'b'], floatRange: null }
    const pixels = Uint8Array.from([10, 20, 30, 40].flatMap((value) => Array<number>(4).fill(value)))
    const dataset = makeDataset({ ...content, labels: Uint8Array.of(2, 0, 2, 2), pixels })
    const { width, height, at } = await decoded(await contactSheet(dataset, 2, { gap: 0 }))
    expect([width, height]).toEqual([4, 4])
    expect([at(0, 0)[0], at(2, 0)[0], at(0, 2)[0], at(2, 2)[0]]).toEqual([20, 0, 10, 30])
  })

  it('is refused for points', async () => {
    await expect(contactSheet(lawDataset('rings', 4, 0))).rejects.toThrow(
      /holds points, not pictures\. Plot them instead/,
    )
  })
})
