/** A network out of diffusers' safetensors and config.json: built by our layers, read by its card. */
import { dirname, join } from 'node:path'
import { readRegularFile } from '#files/regular-file.ts'
import { decodeSafetensors } from '#files/safetensors.ts'
import type { Tf } from '#compute/tf.ts'
import type * as tfjs from '@tensorflow/tfjs'
import type { NetworkCard } from '#contract/network-card.ts'
import { Refusal } from '#contract/refusal.ts'
import { parseUnet2dConfig, type Unet2dConfig } from '#contract/unet2d.ts'
import { assembleNetwork } from '#diffusion/networks/build-network.ts'
import type { Network } from '#diffusion/networks/network.ts'
import type { Weights } from '#diffusion/networks/parameters.ts'
import { buildUnet2d } from '#diffusion/networks/unet2d/unet2d.ts'
import { declareFromFile, type FileWeights } from '#diffusion/networks/unet2d/weights.ts'
import type { OpenAnswer } from './onnx-network.ts'
import { readJson } from './read-json.ts'

export function openUnet2d(tf: Tf, file: string, card: NetworkCard): Network {
  const { config, tensors } = readUnet2d(file, card)
  let from: FileWeights | null = null
  const spec = { architecture: 'unet2d', config, card, dataRange: card.dataRange } as const
  const network = assembleNetwork(tf, spec, card.shape, (weights) => {
    from = declareFromFile(tf, weights, tensors, file)
    return from.declare
  })
  from!.finish()
  return network
}

/** Without its card's reading: images as the network takes them, and the time. */
export function openUnet2dAnswer(tf: Tf, file: string, card: NetworkCard): OpenAnswer {
  const { config, tensors } = readUnet2d(file, card)
  const weights: Weights = new Map()
  const constants: { dispose(): void }[] = []
  const { declare, finish } = declareFromFile(tf, weights, tensors, file)
  const { height, width } = card.shape
  const keep = <T extends tfjs.Tensor>(tensor: T): T => {
    constants.push(tf.keep(tensor))
    return tensor
  }
  const raw = buildUnet2d(tf, declare, keep, config, [height, width])
  finish()
  return {
    raw,
    parameterCount: [...weights.values()].reduce((count, { size }) => count + size, 0),
    dispose() {
      for (const tensor of [...constants, ...weights.values()]) tensor.dispose()
    },
  }
}

function readUnet2d(file: string, card: NetworkCard) {
  const beside = join(dirname(file), 'config.json')
  const config = parseUnet2dConfig(readJson(beside), beside)
  checkCard(config, card, beside)
  return { config, tensors: decodeSafetensors(readRegularFile(file, 2 ** 31), file).tensors }
}

function checkCard(config: Unet2dConfig, card: NetworkCard, file: string): void {
  const { in_channels: inputs, out_channels: outputs } = config
  if (card.shape.channels !== inputs)
    throw new Refusal(
      `${file}: the card says ${card.shape.channels} channels, the network takes in_channels: ${inputs}. Mend the card.`,
      {
        field: 'shape',
        code: 'conflict',
      },
    )
  if (outputs !== inputs)
    throw new Refusal(
      `${file}: the network takes ${inputs} channels and gives ${outputs}; a learned variance is not read here. Export it to ONNX with the first ${inputs} alone.`,
      { field: 'out_channels', code: 'unsupported' },
    )
}
