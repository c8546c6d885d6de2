/** One quick look: samples along a schedule in batches, the guess so far as a picture, class counts as batches end. */
import type { SamplerRow } from '#axes/row.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import type { Compute } from '#compute/backend.ts'
import { toCamel, toSnake } from '#contract/casing.ts'
import { checkSampler, type CorruptionConfig } from '#contract/corruption.ts'
import { parse, parseSchedule } from '#contract/parse.ts'
import type { Emit, LookRequest } from '#contract/requests.ts'
import { samplerSpec } from '#contract/sampler.ts'
import { gridPng } from '#pictures/grid-png.ts'
import { classify, type Classifier } from '#diffusion/classifier/classifier.ts'
import { classCounts } from '#diffusion/metrics/class-balance.ts'
import { finiteImages } from '#diffusion/metrics/finite.ts'
import { quantise } from '#contract/quantise.ts'
import { sampleChunks, type ChunkStep } from '#diffusion/samplers/sample.ts'
import { costOfWalk, type SamplerChoice } from '#diffusion/samplers/samplers.ts'
import type { Denoiser } from '#diffusion/scores/denoiser.ts'
import { processOfSchedule, refuseProcessRange } from '#theory/grids/process-levels.ts'
import { checkCorruption } from '#theory/corruptions/check-corruption.ts'
import { rescaledLevels } from '#theory/grids/levels.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { rangeFactor } from '#theory/grids/units.ts'
import { classProportions } from '#theory/statistics/proportions.ts'
import { openSamplingCorruption } from '../jobs/sampling-corruption.ts'
import type { OpenNetwork } from '../networks/opened.ts'
import type { CleanImages } from '../scores/clean-images.ts'

/** Samples computed at once: two batches for the usual 64, so that counts are there half way. */
export const LOOK_BATCH = 32
const COLUMNS = 8
const GAP = 2
const PICTURE_MILLISECONDS = 90
const CONFIDENCE = 0.95

/** `clean`: images that a walk under a corruption starts from. */
export type LookRoom = {
  compute: Compute
  network: OpenNetwork & { clean?: CleanImages }
  denoised: Denoiser
  classifier: Classifier | null
}

/** Evaluations for each sample, and whatever is wrong with the request. */
export function planLook({ schedule, sampler, corruption, score }: Omit<LookRequest, 'lookId' | 'n' | 'seed'>) {
  const choice = toCamel(parse(samplerSpec, sampler, 'Sampler')) as SamplerChoice
  const spec = toCamel(parseSchedule(schedule))
  const levels = scheduleLevels(spec)
  // Of a network the corruption is its own, which is asked once it is open.
  const under = score ? (corruption ?? { name: 'identity' as const }) : corruption
  if (under) checkCorruption(toCamel(under), levels)
  if (under) checkSampler(choice.name, under)
  const process = processOfSchedule(spec)
  const { nfe } = costOfWalk(choice, { levels: levels.length, process })
  return { sampler: choice, levels, process, dataRange: spec.dataRange, nfe }
}

export async function runLook(room: LookRoom, look: LookRequest, emit: Emit, signal: AbortSignal): Promise<void> {
  const { compute, network, denoised, classifier } = room
  const { tf } = compute
  const { shape, dataRange, bounds } = network
  const { lookId, n, seed } = look
  const { sampler: chosenSampler, levels: given, process, dataRange: measured = dataRange, nfe } = planLook(look)
  const factor = rangeFactor(measured, dataRange)
  if (factor !== 1 && process) refuseProcessRange(measured, dataRange)
  const levels = factor === 1 ? given : rescaledLevels(given, factor)
  const sampler = inUnits(chosenSampler, factor)
  const size = shape.height * shape.width * shape.channels
  const images = new Float32Array(n * size).fill(dataRange[0])
  const counts = classifier?.classes.map(() => 0) ?? []
  let notFinite = 0
  let drawn = 0
  const began = performance.now()
  let picturedAt = -Infinity

  async function picture(step: number, steps: number, sigma: number): Promise<void> {
    picturedAt = performance.now()
    const png = await gridPng(images, { ...shape, count: n }, { range: dataRange, columns: COLUMNS, gap: GAP })
    const rows = Math.ceil(n / COLUMNS)
    emit('look/preview', { lookId, step, steps, sigma, png, columns: COLUMNS, rows, gap: GAP })
  }
  async function onStep({ chunk, chunks, step, steps, sigma, denoised: guess }: ChunkStep): Promise<void> {
    const first = chunk === 0 && step === 1
    if (!first && performance.now() - picturedAt < PICTURE_MILLISECONDS) return
    images.set(guess.dataSync() as Float32Array, chunk * LOOK_BATCH * size)
    await picture(chunk * steps + step, chunks * steps, sigma)
  }

  const chosen = look.corruption ?? (network.path && (toSnake(network.path.corruption) as CorruptionConfig))
  if (chosen) checkSampler(sampler.name, chosen)
  const asked = { corruption: chosen && toCamel(chosen), levels, start: 'corrupted', seed } as const
  const { under, dispose } = await openSamplingCorruption(tf, network, asked, neverOpen)
  await sampleChunks({
    tf,
    denoiser: denoised,
    sampler,
    levels,
    process,
    ...under,
    n,
    chunk: Math.min(n, LOOK_BATCH),
    seed,
    shape,
    dataRange: bounds,
    signal,
    onStep,
    async onChunk({ images: done, from, index }) {
      images.set(done, from * size)
      await picture((index + 1) * levels.length, Math.ceil(n / LOOK_BATCH) * levels.length, 0)
      const { images: finite, left } = finiteImages(done, size)
      notFinite += left.length
      drawn += done.length / size
      if (classifier && finite.length > 0) {
        const { probabilities } = classify(tf, classifier, quantise(finite, dataRange, [0, 1]))
        classCounts({ probabilities, classes: counts.length }).forEach((count, i) => (counts[i] += count))
      }
      const counted = counts.some((count) => count > 0)
      const classes = counted ? classProportions(counts, CONFIDENCE).classes : counts.map(() => ({ low: 0, high: 1 }))
      emit('look/done', {
        lookId,
        nfe,
        seconds: (performance.now() - began) / 1000,
        classes: classifier?.classes ?? [],
        counts: [...counts],
        drawn,
        notFinite,
        low: classes.map(({ low }) => low),
        high: classes.map(({ high }) => high),
        confidence: CONFIDENCE,
      })
    },
  }).finally(dispose)
}

/** The room has opened what a walk starts from. */
const neverOpen = (): never => {
  throw new Error('a quick look names no data of its own')
}

/** Settings that are lengths come in the units of the schedule, as its levels do. */
function inUnits(sampler: SamplerChoice, factor: number): SamplerChoice {
  const row: SamplerRow | undefined = SAMPLER_ROWS.find(({ name }) => name === sampler.name)
  const given = toSnake(sampler) as Record<string, unknown>
  const scaled = Object.entries(row?.inDataUnits ?? {}).map(([field, power]) => [
    field,
    Number(given[field]) * factor ** power,
  ])
  return toCamel({ ...given, ...Object.fromEntries(scaled) }) as SamplerChoice
}
