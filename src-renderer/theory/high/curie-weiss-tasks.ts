/** The Curie-Weiss magnet, sampled in full: what came out, beside the law itself and the limit d -> infinity. Pure. */
import { Refusal } from '#contract/refusal.ts'
import { curieWeissLimit, curieWeissOutcome, lawOf, type CurieWeissSpec } from '#theory/laws/curie-weiss-flow.ts'
import { curieWeissTarget, type Magnetism } from '#theory/laws/curie-weiss.ts'
import { keptTimes } from './mixture-tasks.ts'

export type MagnetRun = {
  outcome: Magnetism
  target: Magnetism
  /** d -> infinity at these steps, for the dilations that have one. */
  limit: Magnetism | null
  /** M_t of the first chains. */
  t: readonly number[]
  mean: readonly (readonly number[])[]
}

const SHOWN_CHAINS = 60

export const CURIE_WEISS_TASKS = {
  'curie-weiss/run': (spec: CurieWeissSpec): MagnetRun => {
    const kept = keptTimes(spec.steps + 1)
    const place = new Map(kept.map((k, i) => [k, i]))
    const mean = Array.from({ length: Math.min(SHOWN_CHAINS, spec.chains) }, () => Array.from(kept, () => NaN))
    const outcome = curieWeissOutcome(spec, (chain, step, x) => {
      const at = place.get(step)
      if (chain < mean.length && at !== undefined) mean[chain][at] = x.reduce((sum, value) => sum + value, 0) / spec.d
    })
    return {
      outcome,
      target: curieWeissTarget(lawOf(spec), spec.d),
      limit: limitOf(spec),
      t: kept.map((k) => k / spec.steps),
      mean,
    }
  },
}

function limitOf({ dilation, kappa, ...spec }: CurieWeissSpec): Magnetism | null {
  if ((dilation !== 'vp' && dilation !== 've-lin') || kappa === undefined) return null
  try {
    return curieWeissLimit({ ...spec, dilation, kappa })
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
