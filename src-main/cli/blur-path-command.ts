/** `theory blur-path`: the shortest Wasserstein path between blurs, of a spectrum or of a data set's images. */
import type { Command } from 'commander'
import type { z } from 'zod'
import { type Camel, toCamel } from '#contract/casing.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { blurPathOptions } from '#contract/theory-soft.ts'
import { callerPath } from '#files/caller-path.ts'
import {
  blurDistances,
  type Distances,
  measuredOnce,
  pathOfNodes,
  pathWithin,
} from '#theory/corruption-paths/blur-path.ts'
import { sinkhorn, squaredDistances } from '#theory/corruption-paths/sinkhorn.ts'
import { linearMap } from '#theory/corruptions/corruption.ts'
import { addCommand, type Invocation } from './command.ts'
import type { Output } from './output.ts'
import { readWords, splitWords } from './words.ts'

type Options = Camel<z.output<typeof blurPathOptions>>

export function addBlurPathCommand(theory: Command): void {
  const help =
    'shortest path between blurs: spectrum=1,0.5 | DATASET [size=32] candidates=0,0.05,... | candidates=256 blur_max=18; epsilon=0.1 | nodes=32 [out=FILE.json]'
  addCommand(theory, 'blur-path', help, blurPathCommand)
}

async function blurPathCommand({ words, output }: Invocation): Promise<void> {
  const { file: name, pairs } = splitWords(words)
  const options = toCamel(parse(blurPathOptions, readWords(pairs), 'Options'))
  const { spectrum, size, epsilon, nodes } = options
  if ((name === undefined) === (spectrum === undefined))
    throw new Refusal('Give either spectrum=... or the name of a data set (mnist, cifar10).', { field: 'spectrum' })
  if (epsilon !== undefined && nodes !== undefined)
    throw new Refusal('epsilon is tuned to nodes: give one of them.', { field: 'nodes' })
  const candidates = candidatesOf(options)
  const widest = candidates.at(-1)!
  const distances =
    spectrum === undefined
      ? await ofDataset(name!, candidates, options, output)
      : blurDistances(spectrum, checkedSize(size, widest), candidates)
  const path =
    epsilon === undefined
      ? pathOfNodes(candidates.length, distances, nodes ?? 32)
      : pathWithin(candidates.length, distances, epsilon)
  const levels = path.nodes.map((node) => candidates[node])
  const answer = { levels, cost: path.cost, direct: path.direct, epsilon: path.epsilon }
  if (options.out !== undefined) await writeCurves(options.out, levels, options)
  output.answer(answer, () => `${levels.join('\n')}\ncost ${path.cost}, direct ${path.direct}, epsilon ${path.epsilon}`)
}

function candidatesOf({ candidates, blurMax }: Options): number[] {
  const [n] = candidates
  const one = candidates.length === 1
  if (one && !(Number.isInteger(n) && n >= 2 && n <= 4096))
    throw new Refusal(`candidates must be a rising list, or their number from 2 to 4096; got ${n}.`, {
      field: 'candidates',
    })
  const list = one ? Array.from({ length: n }, (_, i) => (blurMax * i) / (n - 1)) : candidates
  const fallen = list.findIndex((value, i) => i > 0 && !(value > list[i - 1]))
  if (fallen > 0)
    throw new Refusal(`candidates must rise: ${list[fallen]} follows ${list[fallen - 1]}.`, { field: 'candidates' })
  return list
}

function checkedSize(size: number, widest: number): number {
  if (widest <= size) return size
  throw new Refusal(`A blur of ${widest} pixels is wider than the image of ${size}; leave it out.`, {
    field: 'candidates',
  })
}

/**
 * W2 between a batch of images under two zero-padded blurs, by Sinkhorn, in the units of the data's own range. The first images
 * are taken: nothing is drawn.
 */
async function ofDataset(
  name: string,
  candidates: readonly number[],
  { batch, halfSize }: Options,
  output: Output,
): Promise<Distances> {
  const { openNamedDataset } = await import('./dataset-spectrum.ts')
  const { height, width, channels, count, pixels } = await openNamedDataset(name)
  checkedSize(Math.max(height, width), candidates.at(-1)!)
  const shape = { height, width, channels }
  const d = height * width * channels
  const n = Math.min(batch, count)
  const scale = pixels instanceof Uint8Array ? 1 / 255 : 1
  const map = linearMap({ name: 'gaussian-blur', padding: 'zero', halfSize }, shape)
  output.note(`${n} images of ${name} under ${candidates.length} blurs; each pair of blurs takes some milliseconds ...`)
  const blurred = candidates.map((level) => {
    const points = new Float64Array(n * d)
    for (let i = 0; i < n; i++) {
      const image = Float64Array.from(pixels.subarray(i * d, (i + 1) * d), (value) => value * scale)
      points.set(map.apply(image, level), i * d)
    }
    return points
  })
  const between: Distances = (i, j) => Math.sqrt(sinkhorn(squaredDistances(blurred[i], blurred[j], n)).cost)
  return measuredOnce(candidates.length, between)
}

/** Noise first, then the nodes of the path, evenly in time: as a schedule that a run can name. */
async function writeCurves(out: string, levels: readonly number[], options: Options): Promise<void> {
  const { writeWhole } = await import('#files/write-whole.ts')
  const { scheduleLevels, curveLists } = await import('#theory/grids/schedule-levels.ts')
  const { levels: stops, sigmaMin, sigmaMax, noiseShare } = options
  const noise = scheduleLevels({ family: 'two-stage', levels: stops, sigmaMin, sigmaMax, noiseShare, corruptionMax: 1 })
  const last = levels.length - 1
  const along = (share: number) => {
    const at = Math.min(Math.floor(share * last), last - 1)
    return levels[at] + (share * last - at) * (levels[at + 1] - levels[at])
  }
  const curves = noise.map((level) => ({ ...level, corruption: along(level.corruption ?? 0) }))
  const schedule = { family: 'curves', sigmas: curves.map(({ sigma }) => sigma), ...curveLists(curves) }
  writeWhole(callerPath(out), `${JSON.stringify(schedule, null, 2)}\n`)
}
