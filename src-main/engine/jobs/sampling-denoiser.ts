/** What a sampling run evaluates, and in what chunks: a recorded graph where that pays, else the score itself; ONNX and exact scores as they are. */
import type { Compute } from '#compute/backend.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Denoiser } from '#diffusion/scores/denoiser.ts'
import { openGraphDenoiser } from '#diffusion/scores/graph-denoiser.ts'
import { tryGraph, type ExecutionConfig } from '../graphs/choose-execution.ts'
import type { JobPort } from '../job-port.ts'
import type { OpenNetwork } from '../networks/opened.ts'
import { EAGER, type Execution } from './open-job.ts'

/** Evaluations of one image: fewer take less time than recording a graph; more are worth a measurement of the batch first. */
const WORTH_RECORDING = 2_000
const WORTH_MEASURING = 200_000
/** Measured on two cores: a U-Net's time for each image is flat from 32 images on. */
const USUAL_BATCH = 64
const EAGER_BATCH = 100
const ONNX: Execution = { mode: 'onnx', precision: 'float32' }
/** Values of the samples that an exact score is asked for at once: it is a few large products, cheap for each image. */
const EXACT_VALUES = 200_000

/** `dispose` frees what was made beside the network, which stays the caller's. */
export type SamplingDenoiser = { denoised: Denoiser; chunk: number; execution: Execution; dispose(): void }

/** `chunk`: the size asked for, or that of the chunks already there. Where it is free, chunks are as equal as can be. */
export async function openSamplingDenoiser(
  compute: Compute,
  network: OpenNetwork,
  { n, nfe, chunk }: { n: number; nfe: number; chunk?: number },
  config: ExecutionConfig,
  port: Pick<JobPort, 'log' | 'signal'>,
): Promise<SamplingDenoiser> {
  const { tf } = compute
  const { recordable } = network
  const { mode, precision } = config
  const even = (most: number) => Math.ceil(n / Math.ceil(n / most))
  const eager = {
    denoised: network.denoised,
    chunk: Math.min(n, chunk ?? even(EAGER_BATCH)),
    execution: EAGER,
    dispose: () => {},
  }
  if (recordable === 'onnx') {
    refuseChoice('An ONNX network is run by ONNX Runtime in float32', mode, precision)
    return { ...eager, chunk: Math.min(n, chunk ?? even(USUAL_BATCH)), execution: ONNX }
  }
  if (recordable === 'exact') {
    refuseChoice('An exact score is computed by its formula in float32', mode, precision)
    const { height, width, channels } = network.shape
    return { ...eager, chunk: Math.min(n, chunk ?? even(Math.ceil(EXACT_VALUES / (height * width * channels)))) }
  }
  if (mode === 'auto' && precision === 'float32' && n * nfe < WORTH_RECORDING) return eager

  const recipe = (batch: number | null) =>
    ({ kind: 'denoiser', network: recordable.spec, shape: recordable.shape, batch, precision }) as const
  const measured = async () => {
    if (n * nfe < WORTH_MEASURING) return USUAL_BATCH
    return tryGraph(compute, recipe(null), config, port, ({ notes }) => Number(notes.batch))
  }
  const batch = chunk === undefined ? even((await measured()) ?? EAGER_BATCH) : Math.min(n, chunk)
  const source = await tryGraph(compute, recipe(batch), config, port, ({ program }) =>
    openGraphDenoiser(tf, recordable, program),
  )
  if (!source) return eager
  return { denoised: source.denoised, chunk: batch, execution: { mode: 'graph', precision }, dispose: source.dispose }
}

/** The same for whoever has no run, and so no choice of its own and no log: as it is computed fastest in float32. */
export const openQuietDenoiser = (
  compute: Compute,
  network: OpenNetwork,
  wanted: { n: number; nfe: number; chunk: number },
): Promise<SamplingDenoiser> =>
  openSamplingDenoiser(
    compute,
    network,
    wanted,
    { mode: 'auto', precision: 'float32' },
    { log: () => {}, signal: new AbortController().signal },
  )

/** What of its execution is left to choose where no graph of ours is recorded: nothing. */
function refuseChoice(why: string, mode: ExecutionConfig['mode'], precision: ExecutionConfig['precision']): void {
  const [field, wanted] = mode === 'graph' ? ['mode', 'auto'] : ['precision', 'float32']
  if (mode !== 'graph' && precision === 'float32') return
  throw new Refusal(`${why}: set execution.${field} to ${wanted}.`, {
    field: `execution.${field}`,
    code: 'unsupported',
  })
}
