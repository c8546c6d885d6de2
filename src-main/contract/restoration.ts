/** Taking a corruption back: what is asked of one picture, and what is answered. */
import { z } from 'zod'
import { corruptionSpec } from './corruption.ts'
import { datasetSpec } from './dataset.ts'
import { samplerSpec } from './sampler.ts'
import { dataRange, scheduleSpec } from './schedule.ts'
import { exactScoreSpec, network, weights } from './score.ts'

/** `sampler=momentum` stands for `sampler={name: momentum}`, and `dataset=mnist` for `dataset={name: mnist}`. */
const named = (given: unknown) => (typeof given === 'string' ? { name: given } : given)
const count = (most: number) => z.number().int().min(1).max(most)

export const restorationOptions = z.strictObject({
  network: network.optional().describe('A network that was trained under a corruption'),
  weights: weights.optional(),
  score: exactScoreSpec
    .optional()
    .describe('An exact score in place of a network, with a corruption and a schedule of its own'),
  corruption: corruptionSpec.optional().describe('Of an exact score; a network has its own'),
  schedule: scheduleSpec.optional().describe('Two curves, of an exact score; a network has its own'),
  data_range: dataRange.optional().describe('Units of an exact score; a network has its own'),
  dataset: z.preprocess(named, datasetSpec).optional().describe('Where the image is from; that of the training else'),
  index: z.number().int().nonnegative().default(0).describe('Which of its images, from 0'),
  picture: z.string().min(1).max(4096).optional().describe('A picture file instead, brought to the size of the images'),
  given: z
    .enum(['clean', 'corrupted'])
    .default('clean')
    .describe('clean: it is corrupted here, and the truth is known; corrupted: it is what is to be restored'),
  t: z.number().gt(0).max(1).default(1).describe('Time whose corruption is taken back'),
  times: count(12).default(8).describe('Times of the panel'),
  steps: count(1000).default(60),
  n: count(16).default(4).describe('Restorations, each on noise of its own'),
  sampler: z.preprocess(named, samplerSpec).prefault({ name: 'momentum' }),
  seed: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).default(0),
})
export type RestorationOptions = z.output<typeof restorationOptions>
export type RestorationInput = z.input<typeof restorationOptions>

type At = { t: number; sigma: number; level: number }

/** Pictures as bytes, HWC one after another. `rms`: per value, in data units; null where the truth is not known. */
export type Restoration = {
  shape: { height: number; width: number; channels: number }
  /** What is restored, in words, and by what. */
  picture: string
  score: string
  corruption: string
  given: 'clean' | 'corrupted'
  original: Uint8Array
  /**
   * x_t of the picture and E[x_0 | x_t], from t = 0 on; of a picture that came corrupted, at its own time alone. `input_rms` is that
   * of x_t itself.
   */
  panel: (At & { rms: number | null; input_rms: number | null })[]
  corrupted: Uint8Array
  guesses: Uint8Array
  /** Draws of x_0 given the picture at `start`. */
  start: At
  sampler: string
  nfe: number
  /** `consistency`: rms of C h - C x_0, per value: how far it is from what was given. */
  restored: { rms: number | null; consistency: number; neighbour: { index: number; distance: number } }[]
  restorations: Uint8Array
  /** The training images nearest to each, of this data set. */
  neighbours: Uint8Array
  training: { name: string; n: number }
  seconds: number
}
