/** FID and its family of a run's samples as named results, each with the passport that makes it comparable. */
import type { Passport } from '#contract/passport.ts'
import type { Result } from '#contract/run.ts'
import { CONFIDENCE, type FeatureVerdict, judgeFeatures } from '#diffusion/metrics/judge-features.ts'
import type { Algebra } from '#theory/statistics/algebra.ts'
import type { Features } from '#theory/statistics/features.ts'
import type { Tick } from '../stages.ts'
import type { FeatureNetwork } from './feature-network.ts'
import { featuresOf, type PictureFeatures } from './features-of.ts'
import { MOST_PAIRED, passport } from './judge-sides.ts'
import type { Pictures } from './pictures.ts'

/** The part of a verdict's passport that belongs to one number alone. */
const OF_ONE: Readonly<Record<string, readonly string[]>> = {
  fid_inf: ['fid_inf', 'seed'],
  kid: ['kid', 'n_paired'],
  precision: ['precision_recall', 'n_paired'],
  recall: ['precision_recall', 'n_paired'],
  density: ['density_coverage', 'n_paired'],
  coverage: ['density_coverage', 'n_paired'],
}

type Both<T> = { samples: T; reference: T }

/** Ticks: samples through the network, reference through the network, statistics. The features come along for what is asked by class. */
export async function fidResults(
  { samples, reference }: Both<Pictures>,
  room: { network: FeatureNetwork; algebra: Algebra; home: string; signal: AbortSignal },
  [samplesTick, referenceTick, statisticsTick]: readonly Tick[],
): Promise<Both<Features> & { results: Result[]; given: Passport }> {
  const { network, algebra, home, signal } = room
  const had = async (pictures: Pictures, tick: Tick) => ({
    features: await featuresOf(pictures, network, home, { signal, tick: ({ done, count }) => tick(done, count) }),
    side: { pictures },
  })
  const [a, b] = [await had(samples, samplesTick!), await had(reference, referenceTick!)]
  const given = passport(network, a, b)
  const rows = ({ features }: { features: PictureFeatures }, name: string) => ({
    rows: features.rows,
    d: features.width,
    name,
  })
  const stages = ['fid', 'fid_inf', 'kid', 'precision and recall']
  const both = { samples: rows(a, samples.name), reference: rows(b, reference.name) }
  const verdict = await judgeFeatures(both.samples, both.reference, {
    given,
    algebra,
    mostPaired: MOST_PAIRED,
    tick: (stage, done, of) => statisticsTick!(1 + stages.indexOf(stage) + done / of, 1 + stages.length),
  })
  return { ...both, results: resultsOf(verdict, given), given }
}

export function resultsOf({ n: _n, passport: whole, ...values }: FeatureVerdict, given: Passport): Result[] {
  const bounds: Record<string, object> = { fid: boundsOf(whole.fid ?? {}), fid_inf: boundsOf(whole.fid_inf ?? {}) }
  return Object.entries(values).map(([name, value]) => ({
    name,
    value,
    ...(value !== null && bounds[name]),
    protocol: {
      passport: { ...given, interval: value !== null && name in bounds ? whole.interval : null },
      ...Object.fromEntries((OF_ONE[name] ?? []).map((key) => [key, whole[key]])),
      ...(whole.reasons[name] && { reason: whole.reasons[name] }),
    },
  }))
}

const boundsOf = ({ low, high }: { low?: unknown; high?: unknown }) =>
  typeof low === 'number' && typeof high === 'number' ? { low, high, confidence: CONFIDENCE } : {}
