import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, it } from 'vitest'
import { openDataset } from './open-dataset.ts'
import { textureDataset, textureLaw } from './texture-dataset.ts'
import { wovenPicture } from './woven-picture.ts'

const folder = mkdtempSync(join(import.meta.dirname, '.texture-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('draws seeded samples of the law, centred, as an unbounded data set', async () => {
  const dataset = await openDataset({ name: 'texture', n: 400, seed: 3, size: 8 }, { home: folder })
  expect([dataset.count, dataset.height, dataset.width, dataset.channels]).toEqual([400, 8, 8, 1])
  expect(dataset.floatRange).toBeNull()
  const again = await textureDataset({ n: 100, seed: 3, size: 8 })
  expect(dataset.pixels.slice(0, again.pixels.length)).toEqual(again.pixels)
  const law = await textureLaw({ size: 8 })
  const trace = law.spectrum.reduce((sum, value) => sum + value, 0)
  const square = (dataset.pixels as Float32Array).reduce((sum, value) => sum + value * value, 0) / 400
  expect(Math.abs(square / trace - 1)).toBeLessThan(0.1)
  expect(trace).toBeGreaterThan(0.5)
})

it('takes the middle of a picture file, and refuses one that is too small', async () => {
  const { pixels } = wovenPicture(40, 1)
  const bytes = Uint8Array.from(pixels, (value) => Math.round(255 * value))
  const path = join(folder, 'cloth.png')
  writeFileSync(
    path,
    await sharp(bytes, { raw: { width: 40, height: 40, channels: 1 } })
      .png()
      .toBuffer(),
  )
  const [ofFile, ofFormula] = [await textureLaw({ path, size: 16 }), await textureLaw({ size: 16 })]
  ofFile.spectrum.forEach((value, k) => expect(value).toBeCloseTo(ofFormula.spectrum[k], 1))
  await expect(textureDataset({ path, size: 64 })).rejects.toMatchObject({ field: 'size' })
  await expect(textureDataset({ size: 64, n: 1e9 })).rejects.toMatchObject({ field: 'n' })
  await expect(openDataset({ name: 'mixture', size: 8 }, { home: folder })).rejects.toMatchObject({ field: 'size' })
})
