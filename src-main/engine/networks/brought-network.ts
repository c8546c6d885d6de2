/** A network that was brought in, opened from its folder: the file, and the card that says how its answer is read. */
import type { Tf } from '#compute/tf.ts'
import type { NetworkCard } from '#contract/network-card.ts'
import { cardDenoiser } from '#diffusion/scores/card-denoiser.ts'
import { type OpenAnswer, openOnnxNetwork } from './onnx-network.ts'
import type { OpenNetwork } from './opened.ts'
import { openUnet2d, openUnet2dAnswer } from './unet2d-network.ts'

export type BroughtKind = 'onnx' | 'unet2d'

const OPEN: { readonly [K in BroughtKind]: (tf: Tf, file: string, card: NetworkCard) => OpenNetwork } = {
  onnx(tf, file, card) {
    const { raw, parameterCount, dispose } = openOnnxNetwork(tf, file, card)
    const constants: { dispose(): void }[] = []
    const denoised = cardDenoiser(tf, raw, card, (tensor) => {
      constants.push(tf.keep(tensor))
      return tensor
    })
    return {
      shape: card.shape,
      dataRange: card.dataRange,
      bounds: boundsOf(card),
      denoised: (x, sigma) => tf.tidy(() => denoised(x, sigma)),
      parameterCount,
      recordable: 'onnx',
      dispose() {
        dispose()
        for (const tensor of constants) tensor.dispose()
      },
    }
  },
  unet2d(tf, file, card) {
    const network = openUnet2d(tf, file, card)
    return { ...network, bounds: boundsOf(card), recordable: network }
  },
}

const boundsOf = ({ bounded, dataRange }: NetworkCard) => (bounded ? dataRange : null)

export const openBrought = (tf: Tf, kind: BroughtKind, file: string, card: NetworkCard): OpenNetwork =>
  OPEN[kind](tf, file, card)

/** What the network answers as it is, before any card: what the probe reads by every card in turn. */
export const openAnswer = (tf: Tf, kind: BroughtKind, file: string, card: NetworkCard): OpenAnswer =>
  kind === 'onnx' ? openOnnxNetwork(tf, file, card) : openUnet2dAnswer(tf, file, card)
