/** A network of any origin, opened in this process: shipped, trained here or brought in. */
import { basename, dirname } from 'node:path'
import type { Tf } from '#compute/tf.ts'
import { toCamel } from '#contract/casing.ts'
import type { ModelFile } from '#contract/engine.ts'
import { checkBrought, readBrought } from '#history/network-store.ts'
import { modelHash } from '../model-hash.ts'
import { openNetwork } from '../network-file.ts'
import { openBrought } from './brought-network.ts'
import type { OpenNetwork } from './opened.ts'

/** `hash` is that of the weights, or of all content of a brought network, which is checked against its manifest first. */
export type OpenModel = OpenNetwork & { hash: string }

export async function openModel(tf: Tf, model: ModelFile, weights: 'ema' | 'raw'): Promise<OpenModel> {
  const { kind, file, card, brought } = model
  if (brought) await checkBrought(readBrought(dirname(dirname(file)), basename(dirname(file))))
  const hash = modelHash(model)
  if (kind === 'anneal') {
    const network = openNetwork(tf, file, weights)
    return { ...network, recordable: network, hash }
  }
  return { ...openBrought(tf, kind, file, toCamel(card!)), hash }
}
