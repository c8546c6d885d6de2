/** How data that a user brings are to be read: the words of `anneal datasets import` and the fields of the page's dialog. */
import { z } from 'zod'
import type { Camel } from './casing.ts'

/** Axes in their order: n image, h row, w column, c channel. MATLAB's arrays have the image last. */
export const LAYOUTS = ['nhwc', 'nhw', 'hwc', 'hw', 'chw', 'hwn', 'nchw', 'chwn', 'hwcn'] as const
export const GREYS = ['bt601', 'luminance'] as const
export const ALPHAS = ['black', 'white', 'drop'] as const
export const KERNELS = ['nearest', 'linear', 'cubic', 'mitchell', 'lanczos2', 'lanczos3'] as const

export const importSpec = z.strictObject({
  name: z.string().trim().min(1).max(120).optional().describe('Default: the name of the file or folder'),
  split: z.enum(['train', 'test']).optional().describe('Of sources that hold both'),
  key: z.string().min(1).optional().describe('Array of the images within a .npz'),
  labels: z.string().min(1).optional().describe('Array of the labels within a .npz, or a file of labels beside'),
  labels_path: z.string().min(1).optional().describe('File of labels beside the images'),
  classes: z.array(z.coerce.string()).min(1).max(256).optional().describe('Names of the classes'),
  layout: z.enum(LAYOUTS).optional().describe('Order of the axes of an array'),
  transpose: z.boolean().optional().describe('Swap rows and columns of every image, as EMNIST needs'),
  float_range: z
    .tuple([z.number(), z.number()])
    .readonly()
    .refine(([low, high]) => low < high, { message: 'its first number must be below its second' })
    .optional()
    .describe('Values that are black and white'),
  clip: z.boolean().optional().describe('Set what lies outside float_range to its nearer end'),
  size: z.number().int().min(1).max(4096).optional().describe('Side of pictures in pixels'),
  channels: z
    .union([z.literal(1), z.literal(3)])
    .optional()
    .describe('1 grey, 3 colour'),
  kernel: z.enum(KERNELS).optional().describe('Resampling of pictures'),
  grey: z.enum(GREYS).optional().describe('Grey from colour'),
  alpha: z.enum(ALPHAS).optional().describe('What lies behind transparent parts, or drop'),
})

/** Either of them, and how it is to be read. */
export type ImportSource = { path?: string; upload?: string; fields?: ImportInput }
export type ImportInput = z.input<typeof importSpec>
/** As code spells it. */
export type ImportFields = Camel<z.output<typeof importSpec>>

export const EXAMPLE_IMPORT: ImportInput = { name: 'letters', layout: 'nhw', float_range: [0, 1], transpose: true }

/** A field that was not given: what was taken for it, and what in the data speaks for that. */
export type Guess = { field: string; took: string; because: string }

/** How a data set was read from what was brought: on its card for good. */
export type Reading = {
  /** SHA-256 of the bytes that were read, so that one source read in two ways is known. */
  source: { name: string; hash: string }
  guesses: Guess[]
  /** What was done to the values, each in a sentence. */
  conversions: string[]
}

/** The same as a card holds it. */
export const readingSpec = z.strictObject({
  source: z.strictObject({ name: z.string(), hash: z.string() }),
  guesses: z.array(z.strictObject({ field: z.string(), took: z.string(), because: z.string() })),
  conversions: z.array(z.string()),
})
