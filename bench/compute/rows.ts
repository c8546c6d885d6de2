/** What `bench compute` measures: each row is one piece of work that every contender does on the same weights and batch. */
import type { NetworkSpec } from '#diffusion/networks/network.ts'
import type { StepOptions } from '#diffusion/training/train-step.ts'

export const SHAPE = { height: 28, width: 28, channels: 1 }
/** U-Net of base 32, 622,241 parameters; NCSNv2 of n = 64, 7,426,881. */
const UNET: NetworkSpec = { architecture: 'unet', base: 32, multipliers: [1, 2, 2], blocks: 1, attention: [], groups: 4, sigmaData: 0.335, dataRange: [0, 1] } // prettier-ignore
const NCSNV2: NetworkSpec = { architecture: 'ncsnv2', ngf: 64, dataRange: [0, 1] }
const EDM: StepOptions = { objective: 'edm', sigmaData: 0.335, clipNorm: 1 }
const DSM: StepOptions = { objective: 'dsm', sigmaData: 0.5, clipNorm: 1 }

export type NetworkRow = {
  kind: 'step' | 'forward'
  title: string
  network: NetworkSpec
  options: StepOptions
  batch: number
  contenders: readonly string[]
  /** Calls of each contender, interleaved. */
  rounds: number
}
export type EmpiricalRow = Omit<NetworkRow, 'kind' | 'network' | 'options'> & { kind: 'empirical' }
export type Row = NetworkRow | EmpiricalRow

export const LEARNING_RATE = 1e-3
export const EMA_DECAY = 0.999

const ALL = ['eager', 'graph', 'graph-bfloat16', 'torch-channels-last', 'torch-nchw', 'torch-bfloat16'] as const

export const ROWS: Readonly<Record<string, Row>> = {
  'unet-step-32': { kind: 'step', title: 'U-Net step, batch 32', network: UNET, options: EDM, batch: 32, contenders: ALL, rounds: 20 }, // prettier-ignore
  'unet-step-128': { kind: 'step', title: 'U-Net step, batch 128', network: UNET, options: EDM, batch: 128, contenders: ALL, rounds: 12 }, // prettier-ignore
  'unet-forward-128': { kind: 'forward', title: 'U-Net forward, batch 128', network: UNET, options: EDM, batch: 128, contenders: ALL, rounds: 20 }, // prettier-ignore
  'ncsnv2-step-128': { kind: 'step', title: 'NCSNv2 (n = 64) step, batch 128', network: NCSNV2, options: DSM, batch: 128, contenders: ['graph', 'graph-bfloat16', 'torch-channels-last', 'torch-bfloat16'], rounds: 3 }, // prettier-ignore
  'ncsnv2-forward-100': { kind: 'forward', title: 'NCSNv2 (n = 64) forward, batch 100', network: NCSNV2, options: DSM, batch: 100, contenders: ALL, rounds: 5 }, // prettier-ignore
  empirical: { kind: 'empirical', title: 'exact denoiser of 60,000 MNIST images, batch 1,000', batch: 1000, contenders: ['eager', 'numpy'], rounds: 5 }, // prettier-ignore
}
