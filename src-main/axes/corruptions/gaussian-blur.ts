/** A blur by a Gaussian kernel, wider as t grows. */
import { z } from 'zod'
import { corruptionRow } from './corruption-row.ts'

/** zero: as published; periodic: diagonal in the Fourier transform, for answers in closed form. */
export const PADDINGS = ['zero', 'periodic'] as const

export const gaussianBlur = corruptionRow({
  name: 'gaussian-blur',
  title: 'Gaussian blur',
  formula: 'C = convolution with exp(-d^2 / (2 b^2)), b = level',
  source: 'Daras et al. 2022, arXiv:2209.05442, section 5.1',
  works: ['daras2022soft'],
  parameters: {
    padding: z
      .enum(PADDINGS)
      .default('zero')
      .describe('zero: black around the image, as published; periodic: the image repeated, diagonal in the DFT'),
    half_size: z
      .number()
      .int()
      .min(1)
      .max(512)
      .default(32)
      .describe('Taps of the zero-padded kernel on either side of its middle (published: 32 at 32 px, 80 at 64 px)'),
  },
  level: { symbol: 'b', unit: 'px', meaning: 'Standard deviation of the kernel', most: null },
})
