import { expect, it } from 'vitest'
import { bicubicTaps, bilinearTaps, type Taps } from './resampling.ts'

const LINE = [10, 200, 30, 90, 250]
const resampled = ({ first, count, weights }: Taps) =>
  Array.from(first, (from, i) =>
    Array.from({ length: count }, (_, k) => weights[i * count + k]! * (LINE[from + k] ?? 0)).reduce((a, b) => a + b),
  )
const close = (values: number[]) => values.map((value) => expect.closeTo(value, 4))

// torch.nn.functional.interpolate(line, size, mode='linear', align_corners=False), PyTorch 2.15.
it('takes bilinear shares as PyTorch does, growing and shrinking', () => {
  expect(resampled(bilinearTaps(5, 8))).toEqual(close([10, 93.125, 189.375, 83.125, 48.75, 86.25, 180, 250]))
  expect(resampled(bilinearTaps(5, 3))).toEqual(close([73.333328, 30, 196.666641]))
})

// PIL.Image.fromarray(line, mode='F').resize((size, 1), Image.BICUBIC), Pillow.
it('takes bicubic shares as Pillow does, smoothing when it shrinks', () => {
  expect(resampled(bicubicTaps(5, 8))).toEqual(
    close([-3.6715868, 93.5700455, 198.8415527, 78.223877, 28.406982, 83.0822754, 189.8538666, 261.5129089]),
  )
  expect(resampled(bicubicTaps(5, 3))).toEqual(close([92.3076935, 79.2558136, 180.1538391]))
})

it('leaves a line of its own size as it is', () => {
  expect(resampled(bilinearTaps(5, 5))).toEqual(LINE)
  expect(resampled(bicubicTaps(5, 5))).toEqual(close(LINE))
})
