/** What `theory finite-data` and `theory unfinished` answer. */
import type { z } from 'zod'
import type { Camel } from '#contract/casing.ts'
import type { finiteDataOptions, unfinishedOptions } from '#contract/theory-learning.ts'
import { denoisingErrors, finiteDataW2, imagesFor } from '#theory/errors/finite-data.ts'
import { learnedVariance, learningTime, timeFor, unfinishedW2 } from '#theory/errors/unfinished-training.ts'

export function finiteDataAnswer({
  spectrum,
  images,
  target,
  sigma,
}: Camel<z.output<typeof finiteDataOptions>>): object {
  const n = images ?? imagesFor(spectrum, target!)
  const w2 = finiteDataW2(spectrum, n)
  const { kappa, best, learned } = denoisingErrors(spectrum, n, sigma)
  return {
    images: n,
    w2,
    ...(w2 === null && {
      reasons: ['w2: fewer images than directions that vary, where first order in 1/n says nothing'],
    }),
    noise: { sigma, renormalised: Math.sqrt(kappa) },
    denoising_error: { best, learned },
  }
}

export function unfinishedAnswer({
  spectrum,
  target,
  initial,
  sigmaMax,
  sigmaMin,
  ...given
}: Camel<z.output<typeof unfinishedOptions>>): object {
  const levels = { sigmaMax, sigmaMin }
  const time = given.time ?? timeFor(spectrum, target!, initial, levels)
  return {
    time,
    w2: unfinishedW2(spectrum, { time, initial }, levels),
    variances: spectrum.map((l) => learnedVariance(l, { time, initial }, levels)),
    learning_times: spectrum.map((l) => learningTime(l, initial, levels)),
  }
}
