/** A judgement from beginning to end: both sides opened, their features had, every number of the field with its passport. */
import type { FeatureName } from '#axes/judges/judges.ts'
import type { JudgeProgress } from '#contract/judge-options.ts'
import { BYTES, type Passport, QUANTISED } from '#contract/passport.ts'
import { Refusal } from '#contract/refusal.ts'
import { CONFIDENCE, type FeatureVerdict, judgeFeatures } from '#diffusion/metrics/judge-features.ts'
import type { Algebra } from '#theory/statistics/algebra.ts'
import { countOf, type Features } from '#theory/statistics/features.ts'
import { fewReferences } from '#theory/statistics/few-references.ts'
import { type Factored, factored, factoredMoments, frechetBetween } from '#theory/statistics/frechet-features.ts'
import { frechetError, normalInterval } from '#theory/statistics/frechet-influence.ts'
import type { FeatureNetwork } from './feature-network.ts'
import { featuresOf, type PictureFeatures } from './features-of.ts'
import type { FeatureTask } from './open-features.ts'
import { type GivenMoments, openSide, type Side, type SideSpec } from './open-side.ts'

export type JudgeTask = FeatureTask & {
  samples: SideSpec
  /** Null: only the moments of `samples` are wanted. */
  reference: SideSpec | null
  features: FeatureName
  home: string
  /** FID alone, or all that the field asks; for large sets the rest takes longer than FID. */
  statistics: 'fid' | 'all'
}

/** Moments have no rows, so that all but FID is null; `passport.reasons` says so. */
export type SideVerdict = Pick<FeatureVerdict, 'fid'> & {
  [K in Exclude<keyof FeatureVerdict, 'fid' | 'n' | 'passport'>]: FeatureVerdict[K] | null
} & { n: [number | null, number | null]; passport: Record<string, unknown> }

/** Pairs of more pictures than papers take would cost an hour: KID, precision and recall are of these many. */
export const MOST_PAIRED = 10_000

/** Features of one side, or the moments that it came as. */
export type Had = { features: PictureFeatures; side: Side } | { moments: GivenMoments }
export type JudgeRoom = {
  network: FeatureNetwork
  algebra: Algebra
  signal: AbortSignal
  tell: (progress: JudgeProgress) => Promise<void>
}

export async function judgeSides(task: JudgeTask & { reference: SideSpec }, room: JudgeRoom): Promise<SideVerdict> {
  const { network, algebra, tell } = room
  const samples = await featuresOfSide(await openSide(task.samples, task.home), 'samples', task.home, room)
  const reference = await featuresOfSide(await openSide(task.reference, task.home), 'reference', task.home, room)
  const given = passport(network, samples, reference)
  const [own, against] = [rowsOf(samples, 'the samples'), rowsOf(reference, 'the reference')]
  if (!own || !against || task.statistics === 'fid') return fidAlone(samples, reference, given, room)
  return judgeFeatures(own, against, {
    given,
    algebra,
    mostPaired: MOST_PAIRED,
    tick: (stage, done, of) => tell({ stage, done, of, rate: null, secondsLeft: null }),
  })
}

/** Features of one side; those of pictures come from the cache as far as they are there. */
export async function featuresOfSide(side: Side, stage: string, home: string, room: JudgeRoom): Promise<Had> {
  if ('moments' in side) return side
  const { network, signal, tell } = room
  const features = await featuresOf(side.pictures, network, home, {
    signal,
    tick: ({ done, count, computed, seconds }) => {
      const rate = computed > 0 ? computed / seconds : null
      return tell({ stage, done, of: count, rate, secondsLeft: rate === null ? null : (count - done) / rate })
    },
  })
  return { features, side }
}

async function fidAlone(samples: Had, reference: Had, given: Passport, room: JudgeRoom): Promise<SideVerdict> {
  const { algebra, network, tell } = room
  await tell({ stage: 'fid', done: 0, of: 1, rate: null, secondsLeft: null })
  const rows = [rowsOf(samples, 'the samples'), rowsOf(reference, 'the reference')] as const
  const few = rows[1] && fewReferences(countOf(rows[1]), rows[1].d)
  const found = few === null ? distanceOf() : null
  const reason = rows[0] && rows[1] ? 'It was not asked for.' : 'Moments alone have no rows to compute it of.'
  const absent = ['fid_inf', 'kid', 'precision', 'recall', 'density', 'coverage'] as const
  return {
    fid: found?.distance ?? null,
    ...(Object.fromEntries(absent.map((name) => [name, null])) as Record<(typeof absent)[number], null>),
    n: given.n,
    passport: {
      ...given,
      interval: typeof found?.error === 'number' ? `infinitesimal jackknife, ${100 * CONFIDENCE} %` : null,
      features_per_row: network.features,
      arithmetic: 'float64',
      fid: found && {
        means: found.means,
        ...(found.error !== null && {
          standard_error: found.error,
          ...normalInterval(found.distance, found.error, CONFIDENCE),
          confidence: CONFIDENCE,
        }),
      },
      reasons: { ...Object.fromEntries(absent.map((name) => [name, reason])), ...(few && { fid: few }) },
    },
  }

  function distanceOf() {
    const factors = [gaussianOf(samples, rows[0], room), gaussianOf(reference, rows[1], room)] as const
    const { distance, means } = frechetBetween(...factors, algebra)
    return { distance, means, error: rows[0] && frechetError(rows[0], rows[1], factors, algebra).standardError }
  }
}

const rowsOf = (had: Had, name: string): Features | null =>
  'moments' in had ? null : { rows: had.features.rows, d: had.features.width, name }

function gaussianOf(had: Had, rows: Features | null, { network, algebra }: JudgeRoom): Factored {
  if (!('moments' in had)) return factored(rows!, { algebra })
  const { name, mean, covariance } = had.moments
  if (mean.length !== network.features)
    throw new Refusal(
      `${name} holds moments of ${mean.length} features, ${network.says.features} has ${network.features}.`,
      { field: name },
    )
  return factoredMoments(mean, covariance)
}

export function passport(network: FeatureNetwork, samples: Had, reference: Had): Passport {
  const count = (had: Had) => ('moments' in had ? null : had.features.rows.length / had.features.width)
  const rounded = [samples, reference].some(
    (had) => !('moments' in had) && 'pictures' in had.side && had.side.pictures.quantised,
  )
  return {
    ...network.says,
    quantisation: rounded ? QUANTISED : BYTES,
    n: [count(samples), count(reference)],
    samples: hashOf(samples),
    reference: hashOf(reference),
    covariance_divisor: 'n - 1',
    interval: null,
  }
}

const hashOf = (had: Had): string => ('moments' in had ? had.moments.hash : had.features.hash)
