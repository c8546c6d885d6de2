/** What a quick look samples with, as the run that it is a part of. Pure. */
import type { CorruptionConfig } from '#contract/corruption.ts'
import type { Model } from '#contract/models.ts'
import type { LookRequest } from '#contract/requests.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import type { ScheduleInput } from '#contract/schedule.ts'
import { isTwoCurves } from '#theory/grids/two-curves.ts'
import { asRequest } from '../../words/score-options.ts'

/** What takes part of the picture beside the noise, of an exact score; a network has that which it was trained under. */
export const CORRUPTION_OPTIONS: readonly { value: string; label: string }[] = [
  { value: '{"name":"gaussian-blur"}', label: 'Gaussian blur, zero padding' },
  { value: '{"name":"gaussian-blur","padding":"periodic"}', label: 'Gaussian blur, periodic' },
  { value: '{"name":"mask"}', label: 'mask of pixels' },
  { value: '{"name":"mask","patch":4}', label: 'mask of 4 × 4 patches' },
]

/** Whether a corruption is chosen with it: an exact score along two curves. */
export const asksCorruption = (score: string, schedule: { family: string }): boolean =>
  score.startsWith('{') && isTwoCurves(schedule)

/** The score, with its corruption where one is chosen. */
export const asRequestAlong = (
  score: string,
  corruption: string,
  schedule: { family: string },
): Pick<LookRequest, 'network' | 'score' | 'corruption'> => ({
  ...asRequest(score),
  ...(asksCorruption(score, schedule) && { corruption: JSON.parse(corruption) as CorruptionConfig }),
})

type Asked = { score: string; corruption: string; n: number; seed: number }

/** A look as the run that it is a part of, in the units that it is drawn in; null where the network that ships is not known yet. */
export function lookedAt(
  { score, corruption, sampler, n, seed }: Asked & { sampler: { name: string } },
  schedule: ScheduleInput,
  networks: readonly Model[],
): RunConfigInput | null {
  const shipped = networks.find(({ origin }) => origin === 'shipped')?.reference
  const asked = score === '' ? shipped && { network: shipped } : asRequestAlong(score, corruption, schedule)
  if (!asked) return null
  return {
    kind: 'sample',
    schedule,
    ...asked,
    convert_range: true,
    sampler,
    n,
    seed,
  } as RunConfigInput
}

/** A finished look as a run of the same samples; null where the network that ships is not known yet. */
export function keptAs(
  {
    score,
    corruption,
    asked,
    n,
    seed,
    title,
    schedule,
  }: Asked & { asked: { name: string }; title: string; schedule: ScheduleInput },
  networks: readonly Model[],
): RunConfigInput | null {
  const config = lookedAt({ score, corruption, sampler: asked, n, seed }, schedule, networks)
  return config && ({ ...config, name: title } as RunConfigInput)
}
