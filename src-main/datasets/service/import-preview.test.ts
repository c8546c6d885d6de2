import sharp from 'sharp'
import { expect, it } from 'vitest'
import { arrayDataset } from '../array-dataset.ts'
import { previewOf } from './import-preview.ts'

const TOLD = { uses: ['name', 'layout'], passedOver: [] }
const preview = (data: Uint8Array | Float32Array, shape: number[]) =>
  previewOf(
    arrayDataset(
      'a',
      { images: { data, shape, dtype: data instanceof Uint8Array ? 'u1' : 'f4' }, labels: null },
      {},
      'f',
    ),
    TOLD,
  )

it('shows count, shape, ends, mean, deviation and guesses, beside the first pictures in their order', async () => {
  const seen = await preview(
    Uint8Array.from({ length: 30 * 16 }, (_, i) => (i < 16 ? 0 : 255)),
    [30, 4, 4],
  )
  expect(seen).toMatchObject({ count: 30, height: 4, width: 4, channels: 1, shown: 24, dtype: 'uint8', ...TOLD })
  expect(seen.ends).toEqual({ least: 0, most: 255, of: [0, 255] })
  // One black picture of thirty: NumPy gives mean 0.966667, std 0.179505.
  expect(seen.mean).toBeCloseTo(29 / 30, 12)
  expect(seen.std).toBeCloseTo(Math.sqrt(29) / 30, 12)
  expect(seen.reading?.guesses.map(({ field }) => field)).toEqual(['layout', 'float_range'])
  const { data, info } = await sharp(seen.png!).raw().toBuffer({ resolveWithObject: true })
  // Four pixels enlarged fifteen times, two between pictures.
  const at = (picture: number) => data[(7 * info.width + 7 + 62 * picture) * info.channels]
  expect([at(0), at(1)]).toEqual([0, 255])
})

it('shows the colours alone of pictures with alpha, grey or not', async () => {
  expect((await preview(new Uint8Array(5 * 8 * 8 * 4).fill(200), [5, 8, 8, 4])).png).not.toBeNull()
  expect((await preview(new Uint8Array(5 * 8 * 8 * 2).fill(200), [5, 8, 8, 2])).png).not.toBeNull()
})

it('of points in the plane it shows where they lie, in their own units', async () => {
  const seen = await preview(Float32Array.from([-3, 1, 2, 5]), [2, 2])
  expect(seen.ends).toEqual({ least: -3, most: 5, of: null })
  expect(seen.png).not.toBeNull()
})
