/** What the studies are asked, as users write it. */
import { z } from 'zod'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import { dataRange } from './schedule.ts'

/** Samplers whose grids the study places by their exact law. */
type StudiedRow = Extract<(typeof SAMPLER_ROWS)[number], { studied: true }>
export type StudiedSampler = StudiedRow['name']
export const STUDIED_ROWS = SAMPLER_ROWS.filter((row): row is StudiedRow => row.studied)

const sigma = z.number().positive()

export const gridStudyOptions = z.strictObject({
  dataset: z.string().min(1).default('mnist').describe('Whose spectrum the grid is optimised on'),
  network: z.string().min(1).default('mnist-unet'),
  data_range: dataRange.default([0, 1]).describe('Range that the network works in'),
  sampler: z.enum(STUDIED_ROWS.map(({ name }) => name)).default('dpmpp2m'),
  evaluations: z
    .preprocess(
      (given) => (typeof given === 'number' ? [given] : given),
      z.array(z.number().int().min(3).max(999)).min(1).max(8),
    )
    .default([10, 20])
    .describe('Evaluations of the network for each sample; odd for heun'),
  sigma_max: sigma.default(20).describe('Where every grid starts'),
  sigma_min: sigma.default(0.01).describe('Last level of the Karras grid before 0'),
  samples: z.number().int().min(2).max(100_000).default(1000),
  seed: z.number().int().nonnegative().default(0).describe('Of the noise, the same for every grid'),
})
