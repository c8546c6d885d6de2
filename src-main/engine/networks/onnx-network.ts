/** A network out of an ONNX file: opened in this process, to be read by its card. */
import { readOnnxSummary } from '#compute/onnx/onnx-file.ts'
import { openOnnxFile } from '#compute/onnx/runtime.ts'
import type { Tf } from '#compute/tf.ts'
import type { NetworkCard } from '#contract/network-card.ts'
import type { RawAnswer } from '#diffusion/scores/card-denoiser.ts'
import { onnxAnswer } from '#diffusion/scores/onnx-answer.ts'
import { checkPorts } from '#diffusion/scores/onnx-ports.ts'

/** What a network answers as it is, and how it is let go of. */
export type OpenAnswer = { raw: RawAnswer; parameterCount: number; dispose(): void }

export function openOnnxNetwork(tf: Tf, file: string, card: NetworkCard): OpenAnswer {
  const summary = readOnnxSummary(file)
  const ports = checkPorts(summary, card, file)
  const session = openOnnxFile(file)
  return {
    raw: onnxAnswer(tf, session, card, ports),
    parameterCount: summary.parameters,
    dispose: () => session.dispose(),
  }
}
