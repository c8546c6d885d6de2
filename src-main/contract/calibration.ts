/** Fitting a schedule to a score and a sampler: what is asked, and what is answered with its evidence. */
import { z } from 'zod'
import { CALIBRATION_METHOD_NAMES } from '#axes/calibration-methods.ts'
import { samplerSpec } from './sampler.ts'
import { dataRange, scheduleSpec } from './schedule.ts'
import { network, scoreSpec, weights } from './score.ts'

const positive = z.number().positive()
/** `sampler=euler` stands for `sampler={name: euler}`. */
const sampler = z.preprocess((given) => (typeof given === 'string' ? { name: given } : given), samplerSpec)

export const calibrateOptions = z.strictObject({
  network: network.optional(),
  weights: weights.optional(),
  score: scoreSpec.optional().describe('An exact score in place of a network'),
  sampler: sampler.prefault({ name: 'euler' }),
  levels: z.number().int().min(2).max(200).default(10).describe('Positive levels; a 0 comes after them'),
  method: z.enum([...CALIBRATION_METHOD_NAMES, 'all']).default('oss'),
  n: z.number().int().min(8).max(10_000).default(64).describe('Starts that it is judged on, held out'),
  batch: z.number().int().min(4).max(512).default(32).describe('Starts that it is chosen on'),
  teacher: z
    .number()
    .int()
    .min(8)
    .max(400)
    .optional()
    .describe(
      'Levels to choose from: 48, or 24 of a sampler that asks again where a step ends, as every pair then costs',
    ),
  refine: z
    .number()
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('Heun steps of the fine run for each of them, by default as many as make 48 in all'),
  sigma_max: positive.optional(),
  sigma_min: positive.optional(),
  data_range: dataRange.optional().describe('Units of an exact score of a data set; a network has its own'),
  data: z.string().optional().describe('Data set for methods that look at the loss or the spectrum'),
  current: scheduleSpec.optional().describe('A schedule to hold it against, beside Karras'),
  seed: z.number().int().nonnegative().default(0),
  save: z.boolean().default(true).describe('Keep the schedule, with its evidence, among the saved ones'),
})
export type CalibrateOptions = z.output<typeof calibrateOptions>
export type CalibrateInput = z.input<typeof calibrateOptions>

const interval = z.strictObject({ value: z.number(), low: z.number(), high: z.number() })
/** 95 %. */
export type Interval = z.output<typeof interval>

const paired = interval.extend({ p: z.number() })
const judged = z.strictObject({
  sigmas: z.array(z.number()),
  /** rms distance to the end of a fine run from the same start, in data units, over held-out starts. */
  error: interval,
  /** That error less Karras': below 0 is better. */
  difference: paired,
})

const row = judged.extend({
  method: z.enum(CALIBRATION_METHOD_NAMES),
  /** The same rms on the starts that it was chosen on, by which the best of several is named. */
  chosen_on: z.number(),
  seconds: z.number(),
})
export type CalibrationRow = z.output<typeof row>

/** All that is known of a fitted schedule; stored beside it. */
export const calibration = z.strictObject({
  method: z.enum(CALIBRATION_METHOD_NAMES),
  sigmas: z.array(z.number()),
  error: interval,
  karras: interval.extend({ sigmas: z.array(z.number()), difference: paired }),
  current: judged.nullable(),
  /** rms distance between the fine run and one of half its steps: what is smaller cannot be told. */
  teacher_error: z.number(),
  /** What may not be claimed, in sentences. */
  limits: z.array(z.string()),
  rows: z.array(row),
  score: z.strictObject({ says: z.string(), hash: z.string(), data_range: dataRange }),
  sampler: samplerSpec,
  levels: z.number(),
  nfe: z.number(),
  n: z.number(),
  batch: z.number(),
  teacher: z.strictObject({ levels: z.number(), nfe: z.number() }),
  seed: z.number(),
  seconds: z.number(),
})
export type Calibration = z.output<typeof calibration>
