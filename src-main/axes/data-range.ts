/** Ranges of pixels that sigmas are measured against. */
import { z } from 'zod'

export const DATA_RANGES = [
  [0, 1],
  [-1, 1],
] as const

export const dataRange = z
  .union([z.tuple([z.literal(0), z.literal(1)]), z.tuple([z.literal(-1), z.literal(1)])])
  .describe('Range of the pixels that sigma is measured against: [0, 1] or [-1, 1]')
