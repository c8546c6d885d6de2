/** What a quick look needs open: the score it asks for, and the classifier where it knows such images. One score at a time. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Compute } from '#compute/backend.ts'
import type { ModelFile } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Classifier } from '#diffusion/classifier/classifier.ts'
import { openClassifier } from '../classifier-file.ts'
import { openQuietDenoiser } from '../jobs/sampling-denoiser.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { imagesOfDataset } from '../scores/clean-images.ts'
import { openScore, type ScoreFile } from '../scores/open-score.ts'
import { LOOK_BATCH, type LookRoom } from './look.ts'

export function openLookRooms(compute: Compute, resources: string, home: string) {
  const judge = join(resources, 'mnist-classifier', 'weights.safetensors')
  const classifier = existsSync(judge) ? openClassifier(compute.tf, judge) : null
  let held: { key: string; room: LookRoom; dispose(): void } | null = null

  return {
    compute,
    /** The room of `score`; that of another is closed first, so that two are never held at once. */
    async of(score: ScoreFile): Promise<LookRoom> {
      const key = JSON.stringify(score)
      if (held?.key === key) return held.room
      held?.dispose()
      held = null
      const open = (dataset: Parameters<typeof openDataset>[0]) => openDataset(dataset, { home })
      const opened = await openScore(compute, score, open)
      const { path, clean } = opened
      const data = path?.data && (await open(path.data))
      const images = data ? imagesOfDataset(compute.tf, data, opened.dataRange) : clean
      const network = { ...opened, ...(images && { clean: images }) }
      const wanted = { n: LOOK_BATCH * 2, nfe: 100, chunk: LOOK_BATCH }
      const { denoised, dispose } = await openQuietDenoiser(compute, network, wanted)
      const room = { compute, network, denoised, classifier: knows(classifier, network.shape) ? classifier : null }
      held = {
        key,
        room,
        dispose() {
          dispose()
          network.dispose()
        },
      }
      return room
    },
  }
}

const knows = (classifier: Classifier | null, shape: LookRoom['network']['shape']) =>
  classifier !== null &&
  classifier.shape.height === shape.height &&
  classifier.shape.width === shape.width &&
  classifier.shape.channels === shape.channels

/** The network that ships with the program. */
export function shippedModel(resources: string): ModelFile {
  const file = join(resources, 'mnist-unet', 'weights.safetensors')
  if (!existsSync(file)) throw new Refusal('The shipped network is missing from the program: install it again.')
  return { kind: 'anneal', file, card: null, brought: null }
}
