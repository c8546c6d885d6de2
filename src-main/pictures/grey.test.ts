/** Grey against Pillow 13.0.0, Image.convert('L'). */
import { expect, it } from 'vitest'
import { greyOf } from './grey.ts'

// prettier-ignore
const RGB = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [128, 128, 128], [255, 255, 255], [1, 2, 3], [241, 160, 175], [229, 148, 198], [213, 57, 14], [76, 72, 223], [233, 1, 127], [210, 33, 204], [30, 119, 209], [77, 87, 71], [184, 65, 253], [113, 122, 129], [149, 141, 130], [254, 206, 202], [179, 159, 87], [253, 119, 55], [216, 41, 219], [156, 29, 11], [113, 9, 36], [131, 248, 119]].flat()
// prettier-ignore
const PILLOW = [76, 150, 29, 128, 255, 2, 186, 178, 99, 90, 85, 105, 103, 82, 122, 120, 142, 220, 157, 152, 114, 65, 43, 198]

it('is Pillow’s to the byte by BT.601', () => {
  expect([...greyOf(Uint8Array.from(RGB), 'bt601').values]).toEqual(PILLOW)
})

it('of floats is the weighted sum, whatever their range', () => {
  const unit = greyOf(
    Float32Array.from(RGB, (byte) => byte / 255),
    'bt601',
  ).values
  const signed = greyOf(
    Float32Array.from(RGB, (byte) => (2 * byte) / 255 - 1),
    'bt601',
    [-1, 1],
  ).values
  for (const [i, grey] of PILLOW.entries()) {
    expect(Math.abs(255 * unit[i] - grey)).toBeLessThan(0.51)
    expect((signed[i] + 1) / 2).toBeCloseTo(unit[i], 6)
  }
})

it('by luminance keeps grey and makes red 127, green 220, blue 76: Y of sRGB (IEC 61966-2-1)', () => {
  expect([...greyOf(Uint8Array.from(RGB.slice(0, 15)), 'luminance').values]).toEqual([127, 220, 76, 128, 255])
  const signed = greyOf(Float32Array.of(1, -1, -1), 'luminance', [-1, 1]).values[0]
  expect((signed + 1) / 2).toBeCloseTo(127 / 255, 2)
})
