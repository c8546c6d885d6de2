/** Pictures from a network in training: the same noise every time, so that one sees what the steps changed. */
import type { Tf } from '#compute/backend.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { gridPng } from '#pictures/grid-png.ts'
import { buildNetwork } from '#diffusion/networks/build-network.ts'
import type { Network } from '#diffusion/networks/network.ts'
import { sampleChunks } from '#diffusion/samplers/sample.ts'
import type { LoopConfig } from '#diffusion/training/loop.ts'
import { exportTraining, importWeights, type TrainingState } from '#diffusion/training/training-state.ts'
import type { JobPort } from '../job-port.ts'
import { writePreview } from '../preview-files.ts'
import { previewWalk } from './preview-walk.ts'

const COLUMNS = 8
const ROWS = 3

export type PreviewPlace = { folder: string; bounds: Network['dataRange'] | null; dataset: Dataset }

/**
 * Draws 24 samples with the averaged weights, as `previewWalk` says. A picture is not worth a training:
 * a cancel leaves it undone, and where it cannot be made the log says why.
 */
export function makePreview(
  tf: Tf,
  state: TrainingState,
  config: LoopConfig,
  port: JobPort,
  { folder, bounds, dataset }: PreviewPlace,
) {
  const { spec, shape, dataRange } = state.network
  const averaged = buildNetwork(tf, spec, shape, 0)
  const way = previewWalk(tf, state.network, config, dataset)

  async function draw(step: number): Promise<void> {
    importWeights(tf, averaged, exportTraining(state), 'ema/')
    await sampleChunks({
      tf,
      denoiser: averaged.denoised,
      ...way,
      n: COLUMNS * ROWS,
      chunk: COLUMNS * ROWS,
      seed: config.seed,
      shape,
      dataRange: bounds,
      signal: port.signal,
      async onChunk({ images }) {
        const png = await gridPng(images, { ...shape, count: COLUMNS * ROWS }, { range: dataRange, columns: COLUMNS })
        port.assertAlive()
        writePreview(folder, { step, sigma: null, png })
        port.preview({ step, sigma: null, png, columns: COLUMNS, rows: ROWS })
      },
    })
  }

  return async (step: number): Promise<void> => {
    try {
      await draw(step)
    } catch (error) {
      if (port.signal.aborted) return
      if (!(error instanceof Refusal)) throw error
      port.log(`No picture at step ${step}: ${error.message}`, 'warning')
    }
  }
}
