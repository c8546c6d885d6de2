import { expect, it } from 'vitest'
import { differencePixels } from './difference-picture.ts'

const picture = (...data: number[]) => ({ width: data.length / 4, height: 1, data: Uint8ClampedArray.from(data) })

it('is the absolute difference of each colour, opaque, and black where nothing differs', () => {
  const found = differencePixels(picture(10, 200, 0, 255, 7, 7, 7, 255), picture(30, 50, 0, 255, 7, 7, 7, 255))
  expect([...found!]).toEqual([20, 150, 0, 255, 0, 0, 0, 255])
})

it('is none of pictures of two sizes', () => {
  expect(differencePixels(picture(1, 1, 1, 255), picture(1, 1, 1, 255, 1, 1, 1, 255))).toBeNull()
})
