/** What `theory soft` answers. */
import type { z } from 'zod'
import type { Camel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import type { softOptions } from '#contract/theory-soft.ts'
import { softLaw } from '#theory/errors/soft-law.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'

export function softAnswer(given: Camel<z.output<typeof softOptions>>): object {
  const { size, frequencies, spectrum, schedule: family, steps, sampler, blurMax, ...noise } = given
  const refuse = (field: string, message: string) => {
    throw new Refusal(message, { field })
  }
  if (frequencies.length !== spectrum.length)
    refuse('spectrum', `frequencies and spectrum must be equally long: ${frequencies.length} and ${spectrum.length}.`)
  const beyond = frequencies.find((k) => k > size / 2)
  if (beyond !== undefined) refuse('frequencies', `A period of ${size} pixels has the frequencies 0 to ${Math.floor(size / 2)}; got ${beyond}.`) // prettier-ignore
  if (blurMax > size) refuse('blur_max', `A blur of ${blurMax} pixels is wider than the image of ${size}; lower blur_max.`) // prettier-ignore
  const { noiseShare, ...ends } = noise
  const both = { levels: steps + 1, corruptionMax: blurMax, ...ends }
  const levels = scheduleLevels(family === 'joint' ? { family, ...both } : { family, noiseShare, ...both })
  const { variances, targets, w2 } = softLaw({ levels, spectrum, frequencies, size, sampler })
  return { variances, targets, w2 }
}
