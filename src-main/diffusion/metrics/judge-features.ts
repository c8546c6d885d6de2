/** The field's numbers of one set of features against another, with the passport without which none of them means anything. */
import { PLAIN_ALGEBRA, type Algebra } from '#theory/statistics/algebra.ts'
import { toSnake } from '#contract/casing.ts'
import { checkPair, countOf, rowsAt, type Features } from '#theory/statistics/features.ts'
import { fewReferences } from '#theory/statistics/few-references.ts'
import { factored, frechetBetween } from '#theory/statistics/frechet-features.ts'
import { frechetLine, type FrechetLine } from '#theory/statistics/frechet-infinity.ts'
import { frechetError, normalInterval } from '#theory/statistics/frechet-influence.ts'
import { kernelDistance, type SubsetKernelDistance } from '#theory/statistics/kernel-distance.ts'
import { manifoldOverlap, type ManifoldOverlap } from '#theory/statistics/manifold-overlap.ts'
import type { Protocol } from './measured.ts'

export type JudgeOptions = {
  /** What the passport says besides: the network of the features, resize, scaling, hashes, clamping. */
  given?: Protocol
  algebra?: Algebra
  seed?: number
  /** KID by subsets too, as papers print it. */
  kidSubsets?: { subsets: number; size: number }
  /** The line to infinite n too; it costs some ten distances. */
  line?: boolean
  /** Rows of either set, at most, for what looks at every pair; of more, as many at equal distances. */
  mostPaired?: number
  /** What is computed, and how much of it is done; what it throws ends the whole. */
  tick?: (stage: JudgeStage, done: number, of: number) => Promise<void> | void
}

export type JudgeStage = 'fid' | 'fid_inf' | 'kid' | 'precision and recall'

/**
 * In snake_case as it is printed. A value that its rows are too few for is null, FID and its line where the reference has no more rows than
 * features; `passport.reasons` says why, and what is not to be trusted.
 */
export type FeatureVerdict = {
  fid: number | null
  fid_inf: number | null
  kid: number
  precision: number | null
  recall: number | null
  density: number | null
  coverage: number | null
  /** Rows of samples and of reference. */
  n: [number, number]
  passport: Protocol & {
    interval: string
    /** Of `fid`: an interval for the mean distance of sets of these n, which compares at equal n. */
    fid: { means: number; standard_error: number; low: number; high: number; confidence: number } | null
    /** Of `fid_inf`: an interval for the distance of the laws, and the line it stands on. */
    fid_inf: Record<string, unknown> | null
    kid: { standard_error: number; subsets?: SubsetKernelDistance; [key: string]: unknown }
    reasons: Record<string, string>
  }
}

const OVERLAP = 3
const CROWD = 5
/** Of the intervals. */
export const CONFIDENCE = 0.95

/** `samples` judged against `reference`: precision and density are shares of the samples, recall and coverage of the reference. */
export async function judgeFeatures(
  samples: Features,
  reference: Features,
  {
    given = {},
    algebra = PLAIN_ALGEBRA,
    seed = 0,
    kidSubsets,
    line: wanted = true,
    mostPaired = Infinity,
    tick,
  }: JudgeOptions = {},
): Promise<FeatureVerdict> {
  checkPair(samples, reference)
  const [n, m] = [countOf(samples), countOf(reference)]
  const at = (stage: JudgeStage) => tick && ((done: number, of: number) => tick(stage, done, of))

  const few = fewReferences(m, samples.d)
  const distance = few === null ? await distanceOf(samples, reference, algebra, tick) : null
  const isLine = distance !== null && wanted
  const line = isLine ? await frechetLine(samples, reference, { seed, algebra, tick: at('fid_inf') }) : null
  const [own, against] = [thinned(samples, mostPaired), thinned(reference, mostPaired)]
  const kid = await kernelDistance(own, against, {
    algebra,
    tick: at('kid'),
    subsets: kidSubsets && { ...kidSubsets, seed },
  })
  const { reasons, ...overlap }: ManifoldOverlap = await manifoldOverlap(own, against, {
    overlap: OVERLAP,
    crowd: CROWD,
    algebra,
    tick: at('precision and recall'),
  })
  const doubt = few ?? (line?.straight ? null : doubtOfLine(line, wanted, Math.min(n, m), samples.d))
  return {
    fid: distance?.value ?? null,
    fid_inf: line?.value ?? null,
    kid: kid.value,
    ...overlap,
    n: [n, m],
    passport: {
      ...given,
      features_per_row: samples.d,
      n_samples: n,
      n_reference: m,
      arithmetic: 'float64',
      covariance_divisor: 'n - 1',
      interval: `infinitesimal jackknife, ${100 * CONFIDENCE} %`,
      fid: distance && {
        means: distance.means,
        standard_error: distance.standardError,
        ...normalInterval(distance.value, distance.standardError, CONFIDENCE),
        confidence: CONFIDENCE,
      },
      fid_inf: line && lineFacts(line, distance!.standardError),
      seed,
      n_paired: [countOf(own), countOf(against)],
      kid: {
        estimator: 'unbiased, all pairs',
        kernel: '(x.y/d + 1)^3',
        standard_error: kid.standardError,
        ...(kid.subsets ? { subsets: kid.subsets } : {}),
      },
      precision_recall: { k: OVERLAP, boundary: 'inside' },
      density_coverage: { k: CROWD, boundary: 'inside' },
      reasons: {
        ...(few !== null && { fid: few }),
        ...(doubt !== null && { fid_inf: doubt }),
        ...reasons,
      },
    },
  }
}

async function distanceOf(samples: Features, reference: Features, algebra: Algebra, tick: JudgeOptions['tick']) {
  await tick?.('fid', 0, 2)
  const sides = [factored(samples, { algebra }), factored(reference, { algebra })] as const
  const { distance: value, means } = frechetBetween(...sides, algebra)
  await tick?.('fid', 1, 2)
  return { value, means, standardError: frechetError(samples, reference, sides, algebra).standardError }
}

function thinned(features: Features, most: number): Features {
  const n = countOf(features)
  if (n <= most) return features
  return rowsAt(
    features,
    Array.from({ length: most }, (_, i) => Math.floor((i * n) / most)),
  )
}

/** The line in snake_case, with an interval where it is a line. */
function lineFacts(line: FrechetLine, standardError: number): Record<string, unknown> {
  const interval = line.straight ? normalInterval(line.value, standardError, CONFIDENCE) : { low: null, high: null }
  return toSnake({ ...line, ...interval, confidence: CONFIDENCE }) as Record<string, unknown>
}

function doubtOfLine(line: FrechetLine | null, wanted: boolean, fewest: number, d: number): string {
  if (line) return `${fewest} rows are fewer than twice the ${d} features, where the distance is not straight in 1/n.`
  return wanted ? `Halves of ${fewest} rows are too few for a covariance.` : 'It was not asked for.'
}
