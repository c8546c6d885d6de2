/** What `theory finite-data` and `theory unfinished` take: how many images, how long. */
import { z } from 'zod'
import { numbers } from './theory.ts'

const positive = z.number().positive()
const target = positive.min(1e-6).optional().describe('W2 to reach, in data units')
/** Exactly one of two is given. */
const oneOf = (given: object, [a, b]: readonly [string, string]) =>
  (given[a as never] === undefined) !== (given[b as never] === undefined)

export const finiteDataOptions = z
  .strictObject({
    spectrum: numbers.describe('Eigenvalues of the data covariance'),
    images: z.number().int().min(2).max(1e12).optional().describe('Images that are trained on'),
    target,
    sigma: positive.min(1e-6).max(1e6).default(0.5).describe('Noise level at which the denoiser is judged'),
  })
  .refine((given) => oneOf(given, ['images', 'target']), {
    path: ['images'],
    message: 'give images or target, one of the two',
  })

export const unfinishedOptions = z
  .strictObject({
    spectrum: numbers.describe('Eigenvalues of the data covariance'),
    time: z.number().nonnegative().optional().describe('2 x learning rate x steps of full-batch gradient descent'),
    target,
    initial: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('Gain before training: 0, or 1 of a network that passes its input through'),
    sigma_max: positive.max(1e6).default(80),
    sigma_min: positive.min(1e-6).default(0.002),
  })
  .refine((given) => oneOf(given, ['time', 'target']), {
    path: ['time'],
    message: 'give time or target, one of the two',
  })
  .refine(({ sigma_max, sigma_min }) => sigma_max > sigma_min, {
    path: ['sigma_max'],
    message: 'must be above sigma_min',
  })
