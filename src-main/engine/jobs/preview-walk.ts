/** How pictures of a network in training are drawn: Heun down the levels trained at, or momentum down a path of two curves. */
import type { Tf } from '#compute/backend.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { openCorruption } from '#diffusion/corruptions/corruption.ts'
import type { Network } from '#diffusion/networks/network.ts'
import type { SampleChunks } from '#diffusion/samplers/sample.ts'
import { chooseSampler } from '#diffusion/samplers/samplers.ts'
import { sigmaBinEdges } from '#diffusion/training/loss-bins.ts'
import type { LoopConfig } from '#diffusion/training/loop.ts'
import type { CorruptionPath } from '#theory/corruptions/path.ts'
import { type Level, levelsFrom } from '#theory/grids/levels.ts'
import { sigmaSequence } from '#theory/grids/sequences.ts'
import { imagesOfDataset } from '../scores/clean-images.ts'
import { corruptAt } from './sampling-corruption.ts'

const LEVELS = 10
/** Momentum is of first order, and takes more of them for as good a picture. */
const PATH_LEVELS = 30

export type PreviewWalk = Pick<SampleChunks, 'sampler' | 'levels' | 'corrupt' | 'clean'>

export function previewWalk(tf: Tf, network: Network, config: LoopConfig, dataset: Dataset): PreviewWalk {
  if (config.path) return underCorruption(tf, network, config.path, { dataset, seed: config.seed })
  const edges = sigmaBinEdges(config.objective.noise)
  const range = { levels: LEVELS, sigmaMax: edges[edges.length - 1], sigmaMin: edges[0] }
  return { sampler: chooseSampler('heun'), levels: levelsFrom(sigmaSequence({ family: 'karras', ...range, rho: 7 })) }
}

/** From images of the data, corrupted as far as it goes. */
function underCorruption(
  tf: Tf,
  { shape, dataRange }: Network,
  { corruption, levels }: CorruptionPath,
  { dataset, seed }: { dataset: Dataset; seed: number },
): PreviewWalk {
  const { corrupt } = openCorruption(tf, corruption, shape)
  const draw = imagesOfDataset(tf, dataset, dataRange)
  return {
    sampler: chooseSampler('momentum'),
    levels: thinned(levels, PATH_LEVELS),
    corrupt: corruptAt(tf, corrupt),
    clean: (samples) => draw(samples, seed),
  }
}

/** At most `count` of the levels, as evenly as can be, both ends among them. */
function thinned(levels: readonly Level[], count: number): Level[] {
  const last = levels.length - 1
  const picked = Array.from({ length: Math.min(count, levels.length) }, (_, i) => Math.round((i * last) / (count - 1)))
  return levels.length <= count ? [...levels] : picked.map((i) => levels[i])
}
