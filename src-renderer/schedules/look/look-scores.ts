/** What a quick look samples with, as the run that it is a part of. Pure. */
import type { Model } from '#contract/models.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import type { ScheduleInput } from '#contract/schedule.ts'
import { asRequest } from '../../words/score-options.ts'

/** A look as the run that it is a part of, in the units that it is drawn in; null where the network that ships is not known yet. */
export function lookedAt(
  { score, sampler, n, seed }: { score: string; sampler: { name: string }; n: number; seed: number },
  schedule: ScheduleInput,
  networks: readonly Model[],
): RunConfigInput | null {
  const shipped = networks.find(({ origin }) => origin === 'shipped')?.reference
  const asked = score === '' ? shipped && { network: shipped } : asRequest(score)
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
    asked,
    n,
    seed,
    title,
    schedule,
  }: { score: string; asked: { name: string }; n: number; seed: number; title: string; schedule: ScheduleInput },
  networks: readonly Model[],
): RunConfigInput | null {
  const config = lookedAt({ score, sampler: asked, n, seed }, schedule, networks)
  return config && ({ ...config, name: title } as RunConfigInput)
}
