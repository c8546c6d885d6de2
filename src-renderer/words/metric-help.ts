/** A sentence behind every metric and column, as tables and results say them. Pure. */
import { readClassResult } from '#contract/by-class.ts'
import { plainName } from '#contract/keep-apart.ts'

const HELP: Readonly<Record<string, string>> = {
  number: 'Number of the run in this data folder, counted up from 1.',
  name: 'Name of the run; it can be changed at any time.',
  kind: 'Train, sample, evaluate, compare, or train a classifier.',
  state: 'Queued, running, finished, failed, cancelled or interrupted.',
  seed: 'Seed of all noise, order and initial weights; runs of one seed share their noise.',
  n: 'Number of samples that were drawn.',
  took: 'Time from start to end, waiting in the queue left out.',
  nfe: 'Evaluations of the network for one sample.',
  noise: 'Hash of the noise that the samples were drawn with: equal hashes, equal noise.',
  seconds: 'Time that sampling itself took.',
  images_per_second: 'Training images a second.',
  samples_per_second: 'Samples a second.',
  loss: 'Training loss, weighted as the objective has it; smoothed where it is drawn.',
  sigma: 'Noise level at which the run last was, in data units.',
  share: 'Fraction of the samples that the classifier puts into this class, with a joint interval.',
  frechet_distance:
    'Fréchet distance between Gaussians fitted to classifier features of samples and reference; smaller is nearer, and it grows as n falls.',
  fid: 'Fréchet distance in Inception features (Heusel et al. 2017); biased upwards for small n.',
  fid_inf: 'FID extrapolated to infinitely many samples (Chong & Forsyth 2020).',
  kid: 'Kernel distance in Inception features, unbiased (Bińkowski et al. 2018); near 0 for equal laws.',
  precision: 'Fraction of samples within the manifold of the reference: fidelity (Kynkäänniemi et al. 2019).',
  recall: 'Fraction of the reference within the manifold of the samples: coverage of modes (Kynkäänniemi et al. 2019).',
  density: 'How many reference neighbourhoods a sample lies in, over what is expected (Naeem et al. 2020).',
  coverage: 'Fraction of reference images with a sample among their nearest neighbours (Naeem et al. 2020).',
  chi_squared: 'Pearson’s statistic of the samples’ classes against the shares in the reference.',
  chi_squared_p: 'Probability of a statistic as large by chance, were the shares those of the reference.',
  mean_confidence: 'Mean probability that the classifier gives its most probable class.',
  share_confident: 'Fraction of samples whose most probable class has a probability of at least 0.9.',
  copied:
    'Fraction of samples whose nearest training image is less than a third as far as the second nearest: near-duplicates (Yoon et al. 2023).',
  nearer_than_held_out:
    'Probability that a sample lies nearer to the training images than a held-out image does; 0.5 where they are alike (Meehan et al. 2020).',
  nearest_distance: 'Median distance from a sample to its nearest training image, L2 over pixels in [0, 1].',
  non_finite: 'Samples that are NaN or infinite; they are in no other figure.',
  share_not_finite: 'Fraction of samples that are NaN or infinite; they are in no other figure.',
  accuracy: 'Fraction of test images whose class the classifier finds.',
}

/** Undefined where the name says it all, as a setting does by its path. */
export function helpOfColumn(name: string): string | undefined {
  const plain = plainName(name)
  const { of } = readClassResult(plain) ?? { of: plain }
  if (Object.hasOwn(HELP, of)) return HELP[of]
  return name.includes('.') ? `Setting ${name} of the run’s configuration.` : undefined
}
