/** The samples of a run that may be judged: those that are finite. What diverged is counted and named, never made a picture of. */
import { Refusal } from '#contract/refusal.ts'
import type { Result } from '#contract/run.ts'
import { finiteImages } from '#diffusion/metrics/finite.ts'
import type { JobPort } from './job-port.ts'
import { readSamples, type Samples } from './sample-files.ts'

/** More of them than this and what is left is no fair part of what the sampler draws. */
const MOST_NOT_FINITE = 0.01

/** What is to be done about samples that are not finite. */
export const ADVICE = 'Smaller steps, a smaller first sigma or more levels may hold the sampler.'

/** `count` is that of `images`; `results` what an evaluation has to say of the others, in whatever share they are. */
export function finiteSamples(
  run: string,
  folder: string,
  port: Pick<JobPort, 'log'>,
): Samples & { results: Result[] } {
  const { images: all, count: drawn, shape } = readSamples(folder)
  if (drawn === 0) throw new Refusal(`Run ${run} has no samples to judge.`, { field: 'samples', code: 'not-found' })
  const { images, left } = finiteImages(all, shape.height * shape.width * shape.channels)
  const count = drawn - left.length
  if (left.length > 0) {
    const found = `${left.length} of the ${drawn} samples of run ${run} are not finite (NaN or infinite)`
    if (left.length > MOST_NOT_FINITE * drawn || count < 2)
      throw new Refusal(`${found}: the rest cannot stand for what the sampler draws. ${ADVICE}`, { field: 'samples' })
    port.log(`${found} and are left out of every number: ${left.join(', ')}.`, 'warning')
  }
  const protocol = { drawn, judged: count, left_out: left }
  return { images, count, shape, results: [{ name: 'share_not_finite', value: left.length / drawn, protocol }] }
}
