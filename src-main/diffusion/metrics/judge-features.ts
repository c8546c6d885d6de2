/** The field's numbers of one set of features against another, with the passport without which none of them means anything. */
import { PLAIN_ALGEBRA, type Algebra } from '#theory/statistics/algebra.ts'
import { checkPair, countOf, type Features } from '#theory/statistics/features.ts'
import { factored, frechetBetween } from '#theory/statistics/frechet-features.ts'
import { frechetLine, type FrechetLine } from '#theory/statistics/frechet-infinity.ts'
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
  /** Parts of the line to infinite n; 0 leaves it out. */
  lineParts?: number
  /** What is computed, and how much of it is done; what it throws ends the whole. */
  tick?: (stage: JudgeStage, done: number, of: number) => Promise<void> | void
}

export type JudgeStage = 'fid' | 'fid_inf' | 'kid' | 'precision and recall'

/** In snake_case as it is printed. A value that its rows are too few for is null, and `passport.reasons` says why. */
export type FeatureVerdict = {
  fid: number
  fid_inf: number | null
  kid: number
  precision: number | null
  recall: number | null
  density: number | null
  coverage: number | null
  /** Rows of samples and of reference. */
  n: [number, number]
  passport: Protocol & {
    fid_inf: FrechetLine | null
    kid: { standard_error: number; subsets?: SubsetKernelDistance; [key: string]: unknown }
    reasons: Record<string, string>
  }
}

const OVERLAP = 3
const CROWD = 5

/** `samples` judged against `reference`: precision and density are shares of the samples, recall and coverage of the reference. */
export async function judgeFeatures(
  samples: Features,
  reference: Features,
  { given = {}, algebra = PLAIN_ALGEBRA, seed = 0, kidSubsets, lineParts = 5, tick }: JudgeOptions = {},
): Promise<FeatureVerdict> {
  checkPair(samples, reference)
  const [n, m] = [countOf(samples), countOf(reference)]
  const at = (stage: JudgeStage) => tick && ((done: number, of: number) => tick(stage, done, of))

  await tick?.('fid', 0, 1)
  const against = factored(reference, { algebra })
  const { distance: fid, means } = frechetBetween(factored(samples, { algebra }), against, algebra)
  const line =
    lineParts < 2 ? null : await frechetLine(samples, against, { parts: lineParts, seed, algebra, tick: at('fid_inf') })
  const kid = await kernelDistance(samples, reference, {
    algebra,
    tick: at('kid'),
    subsets: kidSubsets && { ...kidSubsets, seed },
  })
  const { reasons, ...overlap }: ManifoldOverlap = await manifoldOverlap(samples, reference, {
    overlap: OVERLAP,
    crowd: CROWD,
    algebra,
    tick: at('precision and recall'),
  })
  return {
    fid,
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
      fid_means: means,
      fid_inf: line,
      fid_inf_reference: 'held',
      seed,
      kid: {
        estimator: 'unbiased, all pairs',
        kernel: '(x.y/d + 1)^3',
        standard_error: kid.standardError,
        ...(kid.subsets ? { subsets: kid.subsets } : {}),
      },
      precision_recall: { k: OVERLAP, boundary: 'inside' },
      density_coverage: { k: CROWD, boundary: 'inside' },
      reasons: { ...(line ? {} : { fid_inf: missingLine(lineParts, n) }), ...reasons },
    },
  }
}

const missingLine = (parts: number, n: number): string =>
  parts < 2 ? 'It was not asked for.' : `A line needs halves of 2 or more samples; there are ${n}.`
