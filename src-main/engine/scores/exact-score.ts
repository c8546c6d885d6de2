/** The exact score of a law or a data set, opened as a network is: a denoiser, the images that it knows, what it is known by. */
import { createHash } from 'node:crypto'
import { totalmem } from 'node:os'
import type { Compute } from '#compute/backend.ts'
import type { Camel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import { Refusal } from '#contract/refusal.ts'
import type { DataRange } from '#contract/schedule.ts'
import type { ExactScore } from '#contract/score.ts'
import { type Dataset, firstImages, isUnbounded } from '#datasets/dataset.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import type { ExactSource } from '#diffusion/scores/denoiser.ts'
import { curieWeissScore } from '#diffusion/scores/curie-weiss.ts'
import { empiricalScore } from '#diffusion/scores/empirical.ts'
import { gaussianScore } from '#diffusion/scores/gaussian.ts'
import { mixtureScore } from '#diffusion/scores/mixture.ts'
import { noisedBanana, noisedRings, planarScore } from '#diffusion/scores/planar.ts'
import type { OpenScore } from './opened.ts'
import { gaussianLaw } from './gaussian-law.ts'

type Choice<N extends ExactScore['name']> = Camel<Extract<ExactScore, { name: N }>>
type Room = {
  compute: Compute
  /** Units that images are put in; points of an unbounded law stay as they are. */
  dataRange: DataRange
  open(dataset: Camel<DatasetConfig>): Promise<Dataset>
}
type Opened = { source: ExactSource; shape: ImageShape; bounded: boolean; values: number; of: string | null }

const MEMORY_SHARE = 0.5

const OPEN: { readonly [N in ExactScore['name']]: (choice: Choice<N>, room: Room) => Promise<Opened> | Opened } = {
  async empirical({ dataset: spec }, { compute: { tf }, dataRange, open }) {
    const dataset = await open(spec)
    checkMemory(dataset)
    const { count } = dataset
    const images = firstImages(dataset, dataRange)
    return { source: empiricalScore(tf, { images, count }), values: images.length, ...imagesOf(dataset) }
  },

  async gaussian({ dataset: spec }, { compute: { tf }, dataRange, open }) {
    const dataset = await open(spec)
    const law = await gaussianLaw(tf, spec, dataset, dataRange)
    // a Gaussian leaves the range of its pixels, and its samples clamped would be of another law
    const dimension = law.mean.length
    return { source: gaussianScore(tf, law), values: dimension * (dimension + 2), ...imagesOf(dataset), bounded: false }
  },

  'two-modes'({ d, m, std, p }, { compute: { tf } }) {
    const mean = new Float32Array(2 * d).fill(m, 0, d).fill(-m, d)
    const law = { weights: Float32Array.of(p, 1 - p), means: mean, stds: Float32Array.of(std, std) }
    return { source: mixtureScore(tf, law), ...points(d), values: 4 }
  },
  'curie-weiss': ({ d, beta, p }, { compute: { tf } }) => ({
    source: curieWeissScore(tf, { beta, h: Math.log(p / (1 - p)) / 2 }),
    ...points(d),
    values: 2,
  }),
  mixture({ weights, means, std }, { compute: { tf } }) {
    const [{ length: size }] = means
    if (weights.length !== means.length)
      refuse('weights', `${weights.length} weights for ${means.length} means; give one for each`)
    if (means.some(({ length }) => length !== size)) refuse('means', 'the points have not all the same dimension')
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const law = {
      weights: Float32Array.from(weights, (weight) => weight / total),
      means: Float32Array.from(means.flat()),
      stds: Float32Array.from(weights, () => std),
    }
    return { source: mixtureScore(tf, law), ...points(size), values: law.means.length }
  },
  spectrum({ spectrum }, { compute: { tf } }) {
    const law = { mean: new Float32Array(spectrum.length), variances: Float32Array.from(spectrum) }
    return { source: gaussianScore(tf, law), ...points(spectrum.length), values: spectrum.length }
  },
  rings: (params, { compute: { tf } }) => ({ source: planarScore(tf, noisedRings(params)), ...points(2), values: 0 }),
  banana: (params, { compute: { tf } }) => ({ source: planarScore(tf, noisedBanana(params)), ...points(2), values: 0 }),
}

export async function openExactScore(score: Camel<ExactScore>, room: Room): Promise<OpenScore> {
  const open = OPEN[score.name] as (choice: Camel<ExactScore>, room: Room) => Promise<Opened> | Opened
  const { source, shape, bounded, values, of } = await open(score, room)
  const { dataRange } = room
  return {
    ...source,
    shape,
    dataRange,
    bounds: bounded ? dataRange : null,
    parameterCount: values,
    recordable: 'exact',
    // Of a data set what counts is its content, whatever it is called.
    hash: createHash('sha256')
      .update(JSON.stringify(of === null ? score : { name: score.name, of, dataRange }))
      .digest('hex'),
  }
}

const imagesOf = (dataset: Dataset) => {
  const { height, width, channels, hash } = dataset
  return { shape: { height, width, channels }, bounded: !isUnbounded(dataset), of: hash }
}
const points = (size: number) => ({ shape: { height: 1, width: size, channels: 1 }, bounded: false, of: null })

function refuse(field: string, why: string): never {
  throw new Refusal(`score.${field}: ${why}.`, { field: `score.${field}` })
}

/** It holds every image as float32, with one more column: refused before it is begun, and not by the system in the middle. */
export function checkMemory({ name, count, height, width, channels }: Dataset, memory = totalmem()): void {
  const needed = 4 * count * (height * width * channels + 1)
  if (needed <= MEMORY_SHARE * memory) return
  const most = Math.floor((MEMORY_SHARE * memory * count) / needed)
  const gigabytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1)
  throw new Refusal(
    `score.dataset: an empirical score of all ${count} images of ${name} takes ${gigabytes(needed)} GB, more than half of this machine's ${gigabytes(memory)}. Take a subset: score.dataset.subset.n=${most} at most.`,
    { field: 'score.dataset.subset.n', code: 'unsupported' },
  )
}
