import { expect, it } from 'vitest'
import { corruptedAlong, stripOf } from './corrupted.ts'

const picture = {
  height: 8,
  width: 8,
  channels: 1,
  pixels: Float64Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 1 : 0)),
}
const blur = { name: 'gaussian-blur', padding: 'periodic', halfSize: 32 } as const
const spread = (pixels: ArrayLike<number>) => {
  const values = Array.from(pixels)
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
}

it('is the picture at level 0 without noise, flatter at every level, and noisier by the same noise', () => {
  const knots = [3, 1, 0].map((level, i) => ({ t: 1 - i / 2, sigma: 0, level }))
  const [far, near, own] = corruptedAlong(picture, knots, blur)
  expect(Array.from(own.pixels)).toEqual(Array.from(picture.pixels))
  expect(spread(far.pixels)).toBeLessThan(spread(near.pixels))
  expect(spread(near.pixels)).toBeLessThan(spread(own.pixels))
  const [noisy, noisier] = corruptedAlong(
    picture,
    [0.1, 0.2].map((sigma) => ({ t: 0, sigma, level: 0 })),
    blur,
  )
  noisy.pixels = Float64Array.from(noisy.pixels, (value, i) => 2 * (value - picture.pixels[i]))
  Array.from(noisier.pixels).forEach((value, i) =>
    expect(value - picture.pixels[i]).toBeCloseTo((noisy.pixels as Float64Array)[i], 6),
  )
})

it('as the canvas takes it: grey three times, opaque, cut off at black and white', () => {
  const pixels = Float64Array.of(0, 0.5, 1, 2)
  const knots = [{ t: 0, sigma: 0, level: 0 }]
  const [found] = stripOf({ picture: { height: 2, width: 2, channels: 1, pixels }, knots, corruption: blur })
  expect([...found]).toEqual([0, 128, 255, 255].flatMap((grey) => [grey, grey, grey, 255]))
})
