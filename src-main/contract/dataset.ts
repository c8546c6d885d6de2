/** Which data a run reads: a name, a split, and a subset of it. */
import { z } from 'zod'

const count = z.number().int().positive()

export const subsetSpec = z.strictObject({
  classes: z.array(z.string()).min(1).optional().describe('Names of the classes to keep'),
  fractions: z
    .record(z.string(), z.number().gt(0).max(1))
    .optional()
    .describe('Share of a class that is kept, such as { "1": 0.35 }; classes that are not named stay whole'),
  proportions: z.record(z.string(), z.number().nonnegative()).optional().describe('Shares of the classes to end with'),
  per_class: count.optional().describe('Images of each class'),
  n: count.optional().describe('Images in all'),
  seed: z.number().int().nonnegative().default(0),
})

export const datasetSpec = z.strictObject({
  name: z
    .string()
    .min(1)
    .default('mnist')
    .describe('mnist, cifar10, mixture, rings, banana, texture, or an imported data set'),
  split: z.enum(['train', 'test']).default('train'),
  path: z.string().optional().describe('Folder or file, for data that is not imported; the picture of a texture'),
  n: count.optional().describe('Samples to draw, of the 2-D laws and of a texture'),
  seed: z.number().int().nonnegative().optional().describe('Seed of a 2-D law or a texture'),
  size: z
    .number()
    .int()
    .min(2)
    .max(512)
    .optional()
    .describe('Side of a texture in pixels, the middle of its picture; 32 where absent'),
  channels: z
    .union([z.literal(1), z.literal(3)])
    .optional()
    .describe('Of a texture: 1 grey, 3 colours'),
  subset: subsetSpec.optional(),
})

export type DatasetConfig = z.output<typeof datasetSpec>

export const EXAMPLE_DATASET: z.input<typeof datasetSpec> = { name: 'mnist', subset: { fractions: { '1': 0.35 } } }
